import { isRecord, own, type JsonSchema, type SchemaObject } from '../json-schema'

const APPLICATORS = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'const']

/** The same schema that also accepts null: in its type where that says it exactly, else as an alternative. */
export function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema || { type: 'null' }
  const types = [own(schema, 'type')].flat()
  const plain = types.every((type) => typeof type === 'string') && !APPLICATORS.some((word) => word in schema)
  if (!plain) return { anyOf: [schema, { type: 'null' }] }
  if (types.includes('null')) return schema
  const values = own(schema, 'enum')
  return {
    ...schema,
    type: [...types, 'null'],
    ...(Array.isArray(values) && !values.includes(null) && { enum: [...(values as unknown[]), null] }),
  }
}

/** `anyOf: [X, null]` as X that may be null, so that the fields of X stay fields of a table. */
export function foldNull(schema: SchemaObject): SchemaObject {
  for (const keyword of ['anyOf', 'oneOf']) {
    const parts = own(schema, keyword)
    if (!Array.isArray(parts) || parts.length !== 2) continue
    const isNull = (part: unknown): boolean =>
      isRecord(part) && own(part, 'type') === 'null' && Object.keys(part).length === 1
    const other: unknown = parts.find((part) => !isNull(part))
    if (!parts.some(isNull) || !isRecord(other)) continue
    const folded = orNull(other)
    const { [keyword]: _parts, ...beside } = schema
    const clash = typeof folded === 'boolean' || Object.keys(beside).some((word) => word in folded)
    if (!clash && !('anyOf' in folded) && isRecord(folded)) return { ...folded, ...beside }
  }
  return schema
}
