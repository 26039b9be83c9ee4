import {
  isSchema,
  own,
  stringKeyword,
  stringsKeyword,
  typeNames,
  type JsonSchema,
  type SchemaObject,
} from './json-schema'
import type { Category, Classification } from '../policy/classification'
import { categoriesOf, classificationOf } from './classification-of'
import { resolveSchema } from './resolve-schema'
import { orderedProperties } from './ordered-properties'

/** From the root to a field: property names, and `[]` for the entries of a list. */
export type FieldPath = readonly string[]
export const ENTRIES = '[]'

export const FIELD_TYPES = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'any'] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/** One line of the table of a contract's fields. */
export interface Field {
  path: FieldPath
  name: string
  depth: number
  type: FieldType
  /** Of a list: what its entries are. */
  of: FieldType | undefined
  nullable: boolean
  required: boolean
  classification: Classification | undefined
  categories: Category[]
  description: string
  /** The field's own schema; of a reference, with what it refers to. */
  schema: SchemaObject
}

/** A contract's fields, parents before their children, in the schema's order. */
export function readFields(root: JsonSchema, maxDepth = 8): Field[] {
  const fields: Field[] = []
  const read = (schema: SchemaObject, path: FieldPath, depth: number): void => {
    const required = stringsKeyword(schema, 'required')
    for (const [name, property] of orderedProperties(schema)) {
      const resolved = resolveSchema(property, root)
      const here = [...path, name]
      const items = own(resolved, 'items')
      const entry = isSchema(items) ? resolveSchema(items, root) : undefined
      fields.push({
        path: here,
        name,
        depth,
        type: typeOf(resolved),
        of: entry && typeOf(entry),
        nullable: (typeNames(resolved) ?? []).includes('null'),
        required: required.includes(name),
        classification: classificationOf(resolved),
        categories: categoriesOf(resolved),
        description: stringKeyword(resolved, 'description') ?? '',
        schema: resolved,
      })
      if (depth >= maxDepth) continue
      if (own(resolved, 'properties')) read(resolved, here, depth + 1)
      else if (entry && own(entry, 'properties')) read(entry, [...here, ENTRIES], depth + 1)
    }
  }
  read(resolveSchema(root, root), [], 0)
  return fields
}

export function typeOf(schema: SchemaObject): FieldType {
  const types = (typeNames(schema) ?? []).filter((name) => name !== 'null')
  const only = types.length === 1 ? types[0] : undefined
  if (only) return FIELD_TYPES.find((type) => type === only) ?? 'any'
  if (types.length > 1) return 'any'
  if (own(schema, 'properties')) return 'object'
  if (own(schema, 'items')) return 'array'
  const values = own(schema, 'enum')
  return Array.isArray(values) && values.every((value) => typeof value === 'string') ? 'string' : 'any'
}
