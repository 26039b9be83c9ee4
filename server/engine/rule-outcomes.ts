import { evaluateExpression, ExpressionError, renderTemplate } from '@/domain/expression/cel'
import type { RuleOutcome } from '@/domain/run/step'
import type { NodeOf } from '@/domain/team/node'
import { bounded } from '@/server/bounded'

/**
 * Every rule of a gate, so that a reviewer sees all reasons at once.
 * @throws ExpressionError naming the rule that cannot be decided
 */
export function ruleOutcomes(node: NodeOf<'rules'>, bindings: Record<string, unknown>): RuleOutcome[] {
  return node.rules.map(({ id, name, then, when, message }) => {
    try {
      const stops = bounded(() => evaluateExpression(when, bindings)) === true
      const says = stops ? bounded(() => renderTemplate(message || name, bindings, { lenient: true })) : ''
      return { id, name, held: !stops, then, message: says }
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      throw new ExpressionError(`${id} could not be decided: ${error.message}`)
    }
  })
}
