import { isRecord, own, stringsKeyword, type SchemaObject } from './json-schema'

/** Keywords in the order people read them; those not named follow by name, `$defs` comes last. */
const ORDER = [
  ...['$schema', '$id', '$anchor', '$comment', '$ref', 'title', 'description', 'type', 'const', 'enum'],
  ...['format', 'pattern', 'minLength', 'maxLength'],
  ...['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf'],
  ...['x-classification', 'x-categories'],
  ...['properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames'],
  ...['items', 'prefixItems', 'contains', 'minItems', 'maxItems', 'uniqueItems'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'],
]
const LAST = ['$defs', 'definitions']

const ONE = ['additionalProperties', 'additionalItems', 'items', 'contains', 'not', 'if', 'then', 'else']
ONE.push('propertyNames', 'unevaluatedItems', 'unevaluatedProperties', 'contentSchema')
const MANY = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items']
const NAMED = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']

/**
 * The same schema with its keywords and fields in one order, whatever order they came in: the required fields as they
 * are required, then the others by name. A database that keeps JSON keeps no order, and a text has to have one.
 */
export function orderSchema(schema: SchemaObject): SchemaObject
export function orderSchema(schema: unknown): unknown
export function orderSchema(schema: unknown): unknown {
  if (!isRecord(schema)) return orderJson(schema)
  return fromEntries(
    Object.keys(schema)
      .sort((a, b) => rank(a) - rank(b) || compare(a, b))
      .map((keyword) => [keyword, ordered(schema, keyword)]),
  )
}

function ordered(schema: Record<string, unknown>, keyword: string): unknown {
  const value = schema[keyword]
  if (MANY.includes(keyword) && Array.isArray(value)) return value.map(orderSchema)
  if (ONE.includes(keyword)) return orderSchema(value)
  if (!NAMED.includes(keyword) || !isRecord(value)) return orderJson(value)
  const required = keyword === 'properties' ? stringsKeyword(schema, 'required') : []
  const place = new Map(required.map((name, i) => [name, i]))
  const at = (name: string): number => place.get(name) ?? required.length
  return fromEntries(
    Object.keys(value)
      .sort((a, b) => at(a) - at(b) || compare(a, b))
      .map((name) => [name, orderSchema(own(value, name))]),
  )
}

/** Any JSON with the members of each object by name. */
export function orderJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orderJson)
  if (!isRecord(value)) return value
  return fromEntries(
    Object.keys(value)
      .sort(compare)
      .map((name) => [name, orderJson(value[name])]),
  )
}

const fromEntries = (entries: [string, unknown][]): Record<string, unknown> => Object.fromEntries(entries)

function rank(keyword: string): number {
  const at = ORDER.indexOf(keyword)
  if (at >= 0) return at
  return LAST.includes(keyword) ? Infinity : ORDER.length
}

/** By code units, so that it is the same in every country. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
