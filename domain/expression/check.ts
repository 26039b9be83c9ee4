import type { ASTNode } from '@marcbachmann/cel-js'
import type { JsonSchema } from '../contract/json-schema'
import { ExpressionError, findUnsound, parseExpression, parseTemplate } from './cel'
import { KIND_NAMES, type CelType, type Kind } from './cel-type'
import { inferType } from './infer'

/**
 * What an expression may read: the schema of each slot by node id; undefined where a slot has no contract, of which
 * anything may be read. Put `decision: decisionSchema(agentNodes)` in for the built-in map.
 */
export type ExpressionScope = Record<string, JsonSchema | undefined>

export type ExpressionCheck =
  { ok: true; type: Kind } | { ok: false; message: string; position: number | undefined }

/** What an expression must give; `key` is a text or a number. */
export type Expected = 'bool' | 'string' | 'list' | 'key'

/**
 * Type-checks an expression against the contracts of what it reads: unknown slots and fields (naming the nearest),
 * operators on kinds that do not go together, comparisons with values that cannot occur, and the kind of the
 * result. Whether a value is there at all is `readsOf` and the definite-assignment check's concern.
 */
export function checkExpression(
  source: string,
  scope: ExpressionScope,
  expected: Expected | 'any' = 'any',
): ExpressionCheck {
  try {
    const ast = parseExpression(source).ast
    const type = inferType(ast, { scope, names: new Map() })
    const unsound = findUnsound(source)
    if (unsound) throw unsound
    expectKind(type, expected, ast)
    return { ok: true, type: type.kind }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { ok: false, message: error.message, position: error.position }
  }
}

/** The same for every expression of a template; undefined when all is well. Positions count from its start. */
export function checkTemplate(
  template: string,
  scope: ExpressionScope,
): { message: string; position: number | undefined } | undefined {
  try {
    for (const part of parseTemplate(template)) {
      if ('text' in part) continue
      const result = checkExpression(part.source, scope)
      if (!result.ok) return { message: result.message, position: part.position + (result.position ?? 0) }
    }
    return undefined
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { message: error.message, position: error.position }
  }
}

function expectKind(type: CelType, expected: Expected | 'any', ast: ASTNode): void {
  if (expected === 'any' || type.kind === 'any') return
  const kinds: readonly Kind[] = expected === 'key' ? ['string', 'number'] : [expected]
  if (kinds.includes(type.kind)) return
  const needed = kinds.map((kind) => KIND_NAMES[kind]).join(' or ')
  throw new ExpressionError(`This gives ${KIND_NAMES[type.kind]}, but ${needed} is needed here`, ast.start)
}
