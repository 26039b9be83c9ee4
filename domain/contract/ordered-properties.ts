import { schemaEntries, stringsKeyword, type JsonSchema, type SchemaObject } from './json-schema'

/**
 * An object's fields in the order people gave them. The database keeps the order of lists and not of members, so it
 * is `required` that tells: those first, as listed, then the others.
 */
export function orderedProperties(schema: SchemaObject): [string, JsonSchema][] {
  const place = new Map(stringsKeyword(schema, 'required').map((name, index) => [name, index]))
  const at = ([name]: [string, JsonSchema]): number => place.get(name) ?? Infinity
  return schemaEntries(schema, 'properties').sort((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)))
}
