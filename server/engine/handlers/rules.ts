import { evaluateExpression, ExpressionError, renderTemplate } from '@/domain/expression/cel'
import type { RuleOutcome } from '@/domain/run/step'
import { bounded } from '@/server/bounded'
import { bindingsOf } from '../bindings'
import type { Handler } from '../types'

/** Evaluates every rule, so that a reviewer sees all reasons at once; reject wins over review, review over pass. */
export const runRules: Handler<'rules'> = ({ node, version, at }) => {
  const bindings = bindingsOf(version.bundle, at.state, at.steps)
  const rules: RuleOutcome[] = []
  for (const rule of node.rules) {
    try {
      const stops = bounded(() => evaluateExpression(rule.when, bindings)) === true
      const message = stops
        ? bounded(() => renderTemplate(rule.message || rule.name, bindings, { lenient: true }))
        : ''
      rules.push({ id: rule.id, name: rule.name, held: !stops, then: rule.then, message })
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      const failure = {
        code: 'expression_failed' as const,
        message: `${rule.id} could not be decided: ${error.message}`,
      }
      return Promise.resolve({ kind: 'fault', failure, retryable: false, result: { rules, failure } })
    }
  }
  const stopped = rules.filter((rule) => !rule.held)
  const port = stopped.some((rule) => rule.then === 'reject') ? 'reject' : stopped.length ? 'review' : 'pass'
  return Promise.resolve({
    kind: 'done',
    port,
    result: { rules },
    record: { data: { port, rules: rules.map(({ id, held, then }) => ({ id, held, then })) } },
  })
}
