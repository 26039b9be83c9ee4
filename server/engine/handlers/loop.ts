import { evaluateExpression, ExpressionError, renderTemplate } from '@/domain/expression/cel'
import { roundsOf } from '@/domain/run/rounds'
import { bounded } from '@/server/bounded'
import { asToldTo } from '../as-told-to'
import { bindingsOf } from '../bindings'
import { fault } from '../fault'
import type { Handler } from '../types'

/** Good enough goes on; else back for another round with feedback, so often and no more. */
export const runLoop: Handler<'loop'> = async ({ node, version, at }) => {
  const bindings = bindingsOf(version.bundle, at.state, at.steps)
  try {
    const { good, says } = bounded(() => ({
      good: evaluateExpression(node.until, bindings) === true,
      says: renderTemplate(node.feedback || node.until, asToldTo(version.bundle, node, bindings), {
        lenient: true,
      }),
    }))
    const rounds = roundsOf(at.steps, node.id, 'again')
    const port = good ? 'done' : rounds < node.maxRounds ? 'again' : 'exhausted'
    return {
      kind: 'done',
      port,
      result: {
        route: port,
        ...(port === 'again' ? { feedback: { by: node.name, instructions: says } } : {}),
      },
      record: {
        data: { port, round: rounds, of: node.maxRounds },
        ...(port === 'again' ? { sealed: { feedback: says } } : {}),
      },
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return fault({
      code: 'expression_failed',
      message: `Whether it is good enough could not be decided: ${error.message}`,
    })
  }
}
