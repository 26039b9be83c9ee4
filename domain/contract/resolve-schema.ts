import { resolveReference } from './evaluate-reference'
import { isRecord, own, type JsonSchema, type SchemaObject } from './json-schema'

/** The schema object a place has, following local references (`#/$defs/address`); an empty one accepts everything. */
export function resolveSchema(schema: JsonSchema | undefined, root: JsonSchema, depth = 0): SchemaObject {
  if (!isRecord(schema)) return {}
  const ref = own(schema, '$ref')
  if (typeof ref !== 'string' || !ref.startsWith('#') || depth > 20) return schema
  const target = resolveReference(root, ref)
  if (target === undefined) return schema
  const { $ref: _ref, ...beside } = schema
  return { ...resolveSchema(target, root, depth + 1), ...beside }
}
