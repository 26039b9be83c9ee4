import { ExpressionError, parseExpression } from './cel'
import type { CelType } from './cel-type'
import type { ExpressionScope } from './check'
import { inferType } from './infer'

/** What is known of an expression's result before it is there; undefined for one that cannot work. */
export function typeOfExpression(source: string, scope: ExpressionScope): CelType | undefined {
  try {
    return inferType(parseExpression(source).ast, { scope, names: new Map() })
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return undefined
  }
}
