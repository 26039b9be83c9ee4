import { referenceOf, resolveReference } from '../contract/evaluate-reference'
import { forbidsOthers } from '../contract/forbids-others'
import { schemasKeyword, typeNames } from '../contract/json-schema'
import type { Located } from '../expression/schema-shape'

const DEEPEST = 24

/**
 * Whether an object has no other fields than those that its schema lists by name. JSON Schema allows any field that is
 * not forbidden (2020-12 core, 10.3.2.3); what cannot be told counts as allowed.
 */
export function isClosed({ root, schema }: Located, depth = 0): boolean {
  if (typeof schema === 'boolean') return !schema
  if (depth > DEEPEST) return false
  const types = typeNames(schema)
  if (types && !types.includes('object')) return true
  if (forbidsOthers(root, schema)) return true
  const within = (part: Located['schema']): boolean => isClosed({ root, schema: part }, depth + 1)
  const reference = referenceOf(schema)
  const target = reference === undefined ? undefined : resolveReference(root, reference)
  if (target !== undefined && within(target)) return true
  if (schemasKeyword(schema, 'allOf')?.some(within)) return true
  return ['anyOf', 'oneOf'].some((keyword) => schemasKeyword(schema, keyword)?.every(within))
}
