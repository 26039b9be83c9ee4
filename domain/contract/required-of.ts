import { own, type SchemaObject } from './json-schema'

/** The names of an object's fields that must be there. */
export function requiredOf(schema: SchemaObject): string[] {
  const names = own(schema, 'required')
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : []
}
