import { isRecord, isSchema, own, type JsonSchema, type SchemaObject } from '@/domain/contract/json-schema'

/** The schema object a place has, following local references (`#/$defs/address`); an empty one accepts everything. */
export function resolveSchema(schema: JsonSchema | undefined, root: JsonSchema, depth = 0): SchemaObject {
  if (!isRecord(schema)) return {}
  const ref = own(schema, '$ref')
  if (typeof ref !== 'string' || !ref.startsWith('#') || depth > 20) return schema
  let target: unknown = root
  for (const token of ref.slice(1).split('/').filter(Boolean)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    target = isRecord(target) ? own(target, key) : Array.isArray(target) ? target[Number(key)] : undefined
  }
  if (!isSchema(target)) return schema
  const { $ref: _ref, ...beside } = schema
  return { ...resolveSchema(target, root, depth + 1), ...beside }
}
