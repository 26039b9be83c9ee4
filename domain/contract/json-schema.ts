/**
 * A JSON Schema, draft 2020-12, as parsed JSON. Older spellings are read too: `items` as a list with
 * `additionalItems` (draft 2019 and before), `definitions`, `dependencies` (draft 7), boolean
 * `exclusiveMinimum`/`exclusiveMaximum` (draft 4). A keyword whose value has the wrong shape is ignored.
 */
export type JsonSchema = boolean | SchemaObject
export type SchemaObject = { [keyword: string]: unknown }

export const JSON_TYPES = ['string', 'number', 'boolean', 'object', 'array', 'null'] as const
export type JsonType = (typeof JSON_TYPES)[number]

/** A lower or upper bound of a number. */
export interface Bound {
  value: number
  exclusive: boolean
}

/** The JSON type of a value; undefined for what JSON cannot carry (`undefined`, functions, NaN). */
export function jsonTypeOf(value: unknown): JsonType | undefined {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isFinite(value) ? 'number' : undefined
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value as JsonType
  return typeof value === 'object' ? 'object' : undefined
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isRecord(value)
}

/** Only a keyword's own value counts: `constructor` is a legal property name and not a schema. */
export function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

export function numberKeyword(schema: SchemaObject, keyword: string): number | undefined {
  const value = own(schema, keyword)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** A length or count; the specification allows non-negative integers only (2020-12 validation, 6.3 to 6.5). */
export function countKeyword(schema: SchemaObject, keyword: string): number | undefined {
  const value = numberKeyword(schema, keyword)
  return value !== undefined && Number.isInteger(value) && value >= 0 ? value : undefined
}

export function stringKeyword(schema: SchemaObject, keyword: string): string | undefined {
  const value = own(schema, keyword)
  return typeof value === 'string' ? value : undefined
}

export function stringsKeyword(schema: SchemaObject, keyword: string): string[] {
  const value = own(schema, keyword)
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

export function schemaKeyword(schema: SchemaObject, keyword: string): JsonSchema | undefined {
  const value = own(schema, keyword)
  return isSchema(value) ? value : undefined
}

export function schemasKeyword(schema: SchemaObject, keyword: string): JsonSchema[] | undefined {
  const value = own(schema, keyword)
  return Array.isArray(value) && value.length > 0 && value.every(isSchema) ? value : undefined
}

export function schemaEntries(schema: SchemaObject, keyword: string): [string, JsonSchema][] {
  const value = own(schema, keyword)
  if (!isRecord(value)) return []
  return Object.entries(value).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]))
}

/** The names in `type`, or undefined where any type will do. */
export function typeNames(schema: SchemaObject): string[] | undefined {
  const value = own(schema, 'type')
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? stringsKeyword(schema, 'type') : undefined
}

/** The values of `enum` and `const` as lists that must all contain the instance. */
export function enumerations(schema: SchemaObject): { keyword: 'enum' | 'const'; values: unknown[] }[] {
  const values = own(schema, 'enum')
  return [
    ...(Array.isArray(values) ? [{ keyword: 'enum' as const, values: values as unknown[] }] : []),
    ...(Object.hasOwn(schema, 'const') ? [{ keyword: 'const' as const, values: [schema.const] }] : []),
  ]
}

/** Lower or upper bounds in force; draft 4's boolean `exclusiveMinimum` sharpens its neighbour. */
export function bounds(schema: SchemaObject, side: 'Minimum' | 'Maximum'): Bound[] {
  const plain = numberKeyword(schema, side.toLowerCase())
  const exclusive = own(schema, `exclusive${side}`)
  return [
    ...(plain === undefined ? [] : [{ value: plain, exclusive: exclusive === true }]),
    ...(typeof exclusive === 'number' && Number.isFinite(exclusive)
      ? [{ value: exclusive, exclusive: true }]
      : []),
  ]
}

/** The schemas of the first places of an array, and the schema of all later places. */
export function itemSchemas(schema: SchemaObject): {
  prefix: JsonSchema[]
  rest: JsonSchema | undefined
} {
  const listed = schemasKeyword(schema, 'items')
  if (listed) return { prefix: listed, rest: schemaKeyword(schema, 'additionalItems') }
  const emptyList = Array.isArray(own(schema, 'items'))
  return {
    prefix: schemasKeyword(schema, 'prefixItems') ?? [],
    rest: schemaKeyword(schema, emptyList ? 'additionalItems' : 'items'),
  }
}

/** `contains` with its bounds on how often (2020-12 validation, 6.4.4 and 6.4.5). */
export function containsOf(
  schema: SchemaObject,
): { schema: JsonSchema; min: number; max: number } | undefined {
  const contains = schemaKeyword(schema, 'contains')
  if (contains === undefined) return undefined
  return {
    schema: contains,
    min: countKeyword(schema, 'minContains') ?? 1,
    max: countKeyword(schema, 'maxContains') ?? Infinity,
  }
}

/** What the presence of a property asks for, from `dependentRequired`, `dependentSchemas` and draft 7's `dependencies`. */
export function dependenciesOf(
  schema: SchemaObject,
): { name: string; required: string[]; schema: JsonSchema }[] {
  const found: { name: string; required: string[]; schema: JsonSchema }[] = []
  for (const keyword of ['dependentRequired', 'dependentSchemas', 'dependencies']) {
    const entries = own(schema, keyword)
    if (!isRecord(entries)) continue
    for (const [name, value] of Object.entries(entries)) {
      if (keyword !== 'dependentSchemas' && Array.isArray(value)) {
        found.push({
          name,
          required: value.filter((item): item is string => typeof item === 'string'),
          schema: true,
        })
      } else if (keyword !== 'dependentRequired' && isSchema(value)) {
        found.push({ name, required: [], schema: value })
      }
    }
  }
  return found
}

/** Equality of JSON values: key order does not count, 1 and 1.0 are one number (2020-12 core, 4.2.2). */
export function jsonEquals(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, i) => jsonEquals(item, right[i]))
    )
  }
  if (!isRecord(left) || !isRecord(right)) return false
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && jsonEquals(left[key], right[key]))
  )
}

/** Length in characters, that is code points and not UTF-16 units (2020-12 validation, 6.3.1). */
export function textLength(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}
