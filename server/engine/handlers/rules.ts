import { ExpressionError } from '@/domain/expression/cel'
import { bindingsOf } from '../bindings'
import { fault } from '../fault'
import { ruleOutcomes } from '../rule-outcomes'
import type { Handler, HandlerOutcome } from '../types'

/** Evaluates every rule; reject wins over review, review over pass. */
export const runRules: Handler<'rules'> = (activation) => Promise.resolve(decide(activation))

function decide({ node, version, at }: Parameters<Handler<'rules'>>[0]): HandlerOutcome {
  try {
    const rules = ruleOutcomes(node, bindingsOf(version.bundle, at.state, at.steps))
    const stopped = rules.filter((rule) => !rule.held)
    const port = stopped.some(({ then }) => then === 'reject') ? 'reject' : stopped.length ? 'review' : 'pass'
    return {
      kind: 'done',
      port,
      result: { rules },
      record: { data: { port, rules: rules.map(({ id, held, then }) => ({ id, held, then })) } },
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return fault({ code: 'expression_failed', message: error.message })
  }
}
