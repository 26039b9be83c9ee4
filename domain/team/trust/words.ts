import { checkCompat } from '../../contract/compat'
import { referenceOf, resolveReference } from '../../contract/evaluate-reference'
import { schemasKeyword, stringKeyword, type JsonSchema, type SchemaObject } from '../../contract/json-schema'
import { fieldOf, shapeOf, type Located } from '../../expression/schema-shape'
import { keptFor } from '../../kept'
import { isClosed } from '../../policy/closed'

/**
 * An id: one piece without blanks, too short for sentences. What a contract holds to this, or to listed values, a number
 * or a yes and no, was checked at the handoff and can carry no instructions.
 */
export const ID = { pattern: '^[A-Za-z0-9._:/@+#-]*$', maxLength: 40 }

const DEEPEST = 24

/**
 * Whether a value may hold words that nothing has checked: text that is no listed value and no id, somewhere in it, the
 * names of unlisted fields included. A `format` alone says nothing: it is an annotation (2020-12 validation, 7.2.1), and
 * no handoff is refused for it.
 */
export function holdsWords({ root, schema }: Located): boolean {
  if (typeof schema === 'boolean') return schema
  return judged(typeof root === 'boolean' ? schema : root)(schema)
}

/** By the contract that references lead into, and the part of it. */
const judged = keptFor((root: SchemaObject) =>
  keptFor((schema: SchemaObject) => looked({ root, schema }, [])),
)

function looked(at: Located, parents: readonly unknown[]): boolean {
  if (typeof at.schema === 'boolean') return at.schema
  // A contract that contains itself holds nothing at a deeper level that it does not hold above.
  if (parents.includes(at.schema)) return false
  if (parents.length > DEEPEST) return true
  const trail = [...parents, at.schema]
  const shape = shapeOf(at)
  if (shape.values) return false
  if (shape.types.has('string') && !isId(at, 0)) return true
  if (shape.types.has('array') && (!shape.items || looked(shape.items, trail))) return true
  if (!shape.types.has('object')) return false
  if (!isClosed(at)) return true
  return [...shape.fields.values()].some((field) => looked(field, trail))
}

function isId({ root, schema }: Located, depth: number): boolean {
  if (typeof schema === 'boolean' || depth > DEEPEST) return false
  if (
    stringKeyword(schema, 'pattern') !== undefined &&
    checkCompat(textsOf(schema), ID).verdict === 'compatible'
  )
    return true
  const of = (part: JsonSchema): boolean => {
    const shape = shapeOf({ root, schema: part })
    return shape.values !== undefined || !shape.types.has('string') || isId({ root, schema: part }, depth + 1)
  }
  const reference = referenceOf(schema)
  const target = reference === undefined ? undefined : resolveReference(root, reference)
  if (target !== undefined && of(target)) return true
  if (schemasKeyword(schema, 'allOf')?.some(of)) return true
  return ['anyOf', 'oneOf'].some((keyword) => schemasKeyword(schema, keyword)?.every(of))
}

/** What a schema says of texts by itself. */
function textsOf(schema: Record<string, unknown>): JsonSchema {
  const { pattern, maxLength } = schema
  return { type: 'string', pattern, ...(maxLength !== undefined && { maxLength }) } as JsonSchema
}

/** The place of a path within a slot; undefined where its contract knows no such place. */
export function placeWithin(schema: JsonSchema, names: readonly string[]): Located | undefined {
  let at: Located | undefined = { root: schema, schema }
  for (const name of names) {
    if (!at) return undefined
    const shape = shapeOf(at)
    at = name === '*' ? (shape.items ?? shape.others) : fieldOf(shape, name)?.at
  }
  return at
}
