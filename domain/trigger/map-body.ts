import { evaluateExpression, ExpressionError } from '../expression/cel'
import { pointerOf } from '../pointer'
import type { Problem } from '../problem'
import type { Mapping } from './trigger'

/**
 * A run's input from a webhook's body: each field by its CEL expression over `body`, or the body itself without a
 * mapping. A field whose expression gives null is left out, so that `body.?note` may be absent.
 * @returns the input, or what is wrong by JSON Pointer into the body, or into the input for an expression that failed
 */
export function mapBody(
  body: unknown,
  mapping: Mapping | undefined,
): { input: Record<string, unknown> } | { problems: Problem[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { problems: [{ pointer: '', message: 'is not an object', expected: 'an object' }] }
  if (!mapping) return { input: { ...body } }
  const problems: Problem[] = []
  const fields: [string, unknown][] = []
  for (const [field, expression] of Object.entries(mapping)) {
    try {
      const value = evaluateExpression(expression, { body })
      if (value !== null) fields.push([field, value])
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      problems.push({
        pointer: pointerOf([field]),
        message: error.message,
        expected: `a value of ${expression}`,
      })
    }
  }
  return problems.length > 0 ? { problems } : { input: Object.fromEntries(fields) }
}
