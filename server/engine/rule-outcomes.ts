import { evaluateExpression, ExpressionError, renderTemplate } from '@/domain/expression/cel'
import type { RuleOutcome } from '@/domain/run/step'
import type { NodeOf } from '@/domain/team/node'
import { bounded, TooLongError } from '@/server/bounded'

/**
 * Every rule of a gate, so that a reviewer sees all reasons at once; all of them together under one limit of time.
 * @throws ExpressionError naming the rule that cannot be decided, or saying that the rules take too long
 */
export function ruleOutcomes(node: NodeOf<'rules'>, bindings: Record<string, unknown>): RuleOutcome[] {
  try {
    return bounded(() => node.rules.map((rule) => outcomeOf(rule, bindings)))
  } catch (error) {
    if (!(error instanceof TooLongError)) throw error
    throw new ExpressionError(`The rules take too long: ${error.message}`, undefined, error.code)
  }
}

function outcomeOf(
  { id, name, then, when, message }: NodeOf<'rules'>['rules'][number],
  bindings: Record<string, unknown>,
): RuleOutcome {
  try {
    const stops = evaluateExpression(when, bindings) === true
    const says = stops ? renderTemplate(message || name, bindings, { lenient: true }) : ''
    return { id, name, held: !stops, then, message: says }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new ExpressionError(`${id} could not be decided: ${error.message}`)
  }
}
