import {
  isSchema,
  own,
  stringKeyword,
  typeNames,
  type JsonSchema,
  type SchemaObject,
  stringsKeyword,
} from '@/domain/contract/json-schema'
import { orderedProperties } from '@/domain/contract/ordered-properties'
import { resolveSchema } from '@/domain/contract/resolve-schema'

/** How a place of a schema is edited in a form. */
export type Shape =
  | { kind: 'text'; long: boolean; format: string | undefined }
  | { kind: 'number'; whole: boolean }
  | { kind: 'boolean' }
  | { kind: 'choice'; options: unknown[] }
  | { kind: 'object'; properties: [string, JsonSchema][]; required: string[] }
  | { kind: 'list'; items: JsonSchema }
  /** Anything else: edited as JSON. */
  | { kind: 'any' }

const LONG = 140

/** Null beside another type is ignored: an empty control stands for it. */
export function shapeOf(schema: JsonSchema | undefined, root: JsonSchema): Shape {
  const resolved = resolveSchema(schema, root)
  const values = own(resolved, 'enum')
  if (Array.isArray(values)) return { kind: 'choice', options: values as unknown[] }
  if (Object.hasOwn(resolved, 'const')) return { kind: 'choice', options: [resolved.const] }
  const types = (typeNames(resolved) ?? []).filter((name) => name !== 'null')
  const type = types.length === 1 ? types[0] : types.length === 0 ? guess(resolved) : undefined
  switch (type) {
    case 'string':
      return { kind: 'text', long: isLong(resolved), format: stringKeyword(resolved, 'format') }
    case 'number':
    case 'integer':
      return { kind: 'number', whole: type === 'integer' }
    case 'boolean':
      return { kind: 'boolean' }
    case 'object':
      return {
        kind: 'object',
        properties: orderedProperties(resolved),
        required: stringsKeyword(resolved, 'required'),
      }
    case 'array': {
      const items = own(resolved, 'items')
      return isSchema(items) ? { kind: 'list', items } : { kind: 'any' }
    }
    default:
      return { kind: 'any' }
  }
}

export function isNullable(schema: JsonSchema | undefined, root: JsonSchema): boolean {
  return (typeNames(resolveSchema(schema, root)) ?? []).includes('null')
}

function isLong(schema: SchemaObject): boolean {
  const most = own(schema, 'maxLength')
  return !own(schema, 'format') && typeof most === 'number' && most > LONG
}

function guess(schema: SchemaObject): string | undefined {
  if (own(schema, 'properties')) return 'object'
  return own(schema, 'items') ? 'array' : undefined
}
