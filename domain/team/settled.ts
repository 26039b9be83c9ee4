import { CATEGORIES_KEYWORD, CLASSIFICATION_KEYWORD } from '../contract/contract'
import type { JsonSchema } from '../contract/json-schema'
import type { CelType, Kind } from '../expression/cel-type'
import type { ExpressionScope } from '../expression/check'
import { strictest } from '../expression/schema-shape'
import { typeOfExpression } from '../expression/type-of'
import { SETTLING_POLICIES } from './kinds/conflict'
import { loosened } from './loosened'
import { eitherOf, FREE, leavesIn, type Made } from './made'
import { madeBy } from './made-by'
import type { NodeOf } from './node'

/**
 * The schema of what a node that settles writes, domain/run/settle.ts: Settled. A claimed value is as sensitive as the
 * strictest of what it is made from; who claimed it, how sure, and the machine's reason say nothing about anybody.
 */
export function settledSchema(node: NodeOf<'conflict'>, scope: ExpressionScope): Record<string, unknown> {
  const together = either(node.claims.map((claim) => claimedSchema(claim.value, scope)))
  // Of one claim a field may be listed that another may have without listing it.
  const value = loosened(claimedBy(node, scope), together).length === 0 ? together : true
  const by = { enum: [...new Set(node.claims.map((claim) => claim.node))], ...OPEN }
  const losing = object(
    {
      by,
      value,
      confidence: { type: 'number', minimum: 0, maximum: 1, ...OPEN },
      why: { type: 'string', ...OPEN },
    },
    ['by', 'value', 'why'],
  )
  return object(
    {
      value,
      by,
      policy: { enum: [...SETTLING_POLICIES], ...OPEN },
      agreed: { type: 'boolean', ...OPEN },
      losing: { type: 'array', items: losing },
    },
    ['value', 'by', 'policy', 'agreed', 'losing'],
  )
}

/** The same, part by part: what is claimed keeps the classification of what it is made from. */
export function settledBy(node: NodeOf<'conflict'>, scope: ExpressionScope): Made {
  const value = claimedBy(node, scope)
  const own: [string, Made][] = OWN.map((name) => [name, FREE])
  const losing = new Map([...own, ['value', value]])
  return {
    is: 'fields',
    of: new Map<string, Made>([
      ...own,
      ['value', value],
      ['losing', { is: 'items', of: [{ is: 'fields', of: losing }] }],
    ]),
  }
}

const claimedBy = ({ claims }: NodeOf<'conflict'>, scope: ExpressionScope): Made =>
  eitherOf(claims.map((claim) => madeBy(claim.value, scope) ?? FREE))

/** What is there beside the values, and says nothing about anybody. */
const OWN = ['by', 'policy', 'agreed', 'confidence', 'why']

/** The schema of what an expression gives. */
function claimedSchema(source: string, scope: ExpressionScope): JsonSchema {
  const type = typeOfExpression(source, scope)
  if (!type) return true
  const own = type.at?.schema
  const plain = typeof own === 'object' && !hasReference(own) ? own : schemaOf(type)
  if (plain === undefined) return true
  const made = madeBy(source, scope) ?? FREE
  const leaves = leavesIn(made)
  const { [CLASSIFICATION_KEYWORD]: _class, [CATEGORIES_KEYWORD]: _categories, ...bare } = plain
  if (leaves.length === 0) return { ...bare, ...(readsNothing(source, scope) && OPEN) }
  const categories = [...new Set(leaves.flatMap((leaf) => leaf.categories))]
  // What has parts says itself which of them are not classified; here they are at least as sensitive as what is.
  const known = 'properties' in plain || leaves.every(({ classification }) => classification !== undefined)
  const schema = {
    ...bare,
    ...(known && { [CLASSIFICATION_KEYWORD]: strictest(leaves.map(({ classification }) => classification)) }),
    ...(categories.length > 0 && { [CATEGORIES_KEYWORD]: categories }),
  }
  // Where its parts cannot be told apart by one schema, none is shown.
  return loosened(made, schema).length === 0 ? schema : (schemaOf(type) ?? true)
}

/** A value that is written out, and made from no slot. */
const readsNothing = (source: string, scope: ExpressionScope): boolean =>
  typeOfExpression(source, {}) !== undefined && typeOfExpression(source, scope) !== undefined

const TYPES: Partial<Record<Kind, string>> = {
  bool: 'boolean',
  number: 'number',
  string: 'string',
  list: 'array',
  object: 'object',
  null: 'null',
}

function schemaOf({ kind, values }: CelType): Record<string, unknown> | undefined {
  if (values) return { enum: values }
  const type = TYPES[kind]
  return type === undefined ? undefined : { type }
}

const hasReference = (schema: object): boolean => JSON.stringify(schema).includes('"$ref"')

const OPEN = { [CLASSIFICATION_KEYWORD]: 'public' }

const object = (properties: Record<string, unknown>, required: string[]): Record<string, unknown> => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

function either(schemas: readonly JsonSchema[]): JsonSchema {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  const [first] = different
  if (first === undefined || different.includes(true)) return true
  return different.length === 1 ? first : { anyOf: different }
}
