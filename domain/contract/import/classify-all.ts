import type { Classification } from '../../policy/classification'
import { CLASSIFICATION_KEYWORD } from '../contract'
import { isRecord, own, type SchemaObject } from '../json-schema'

const PARTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const SINGLE = ['then', 'else', 'additionalProperties']

/**
 * The same schema with one classification for every field that has none; those that have one keep it. Groups stay as
 * they are: what is in them is classified.
 */
export function classifyAll(schema: SchemaObject, classification: Classification): SchemaObject {
  const defs = own(schema, '$defs')
  return {
    ...withFields(schema, classification),
    ...(isRecord(defs) && { $defs: each(defs, (part) => classify(part, classification)) }),
  }
}

function classify(schema: unknown, classification: Classification): unknown {
  if (schema === true) return { [CLASSIFICATION_KEYWORD]: classification }
  if (!isRecord(schema)) return schema
  if (hasFields(schema)) return withFields(schema, classification)
  // What is referred to is classified where it stands.
  if (own(schema, '$ref') !== undefined || own(schema, CLASSIFICATION_KEYWORD) !== undefined) return schema
  return { ...schema, [CLASSIFICATION_KEYWORD]: classification }
}

/** Each part of a group: its fields, and those of its alternatives and entries. */
function withFields(schema: SchemaObject, classification: Classification): SchemaObject {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === 'properties' && isRecord(value))
        return [keyword, each(value, (part) => classify(part, classification))]
      const part = (one: unknown): unknown =>
        isRecord(one) && hasFields(one) ? withFields(one, classification) : one
      if (keyword === 'items') return [keyword, part(value)]
      if (PARTS.includes(keyword) && Array.isArray(value)) return [keyword, value.map(part)]
      return [keyword, SINGLE.includes(keyword) ? part(value) : value]
    }),
  )
}

/** Whether a schema, its alternatives or its entries list fields, which are then classified one by one. */
function hasFields(schema: SchemaObject): boolean {
  const properties = own(schema, 'properties')
  if (isRecord(properties) && Object.keys(properties).length > 0) return true
  const items = own(schema, 'items')
  if (isRecord(items) && hasFields(items)) return true
  return PARTS.some((keyword) => {
    const parts = own(schema, keyword)
    return Array.isArray(parts) && parts.some((part) => isRecord(part) && hasFields(part))
  })
}

const each = (parts: Record<string, unknown>, change: (part: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, change(part)]))
