import { referenceOf, resolveReference } from './evaluate-reference'
import {
  dependenciesOf,
  schemaEntries,
  schemaKeyword,
  schemasKeyword,
  type JsonSchema,
  type SchemaObject,
} from './json-schema'

const DEEPEST = 24
const CHOICES = ['if', 'then', 'else']

/**
 * Whether a schema by itself allows no other fields than those that it and what it is made of list by name. JSON Schema
 * allows any field that is not forbidden (2020-12 core, 10.3.2.3); what cannot be told counts as allowed.
 */
export function forbidsOthers(root: JsonSchema, schema: SchemaObject): boolean {
  if (schemaEntries(schema, 'patternProperties').length > 0) return false
  const additional = schemaKeyword(schema, 'additionalProperties')
  if (additional === false) return true
  // What a part has looked at is not unevaluated any more (2020-12 core, 11.3), so none may look at more than names.
  return schemaKeyword(schema, 'unevaluatedProperties') === false && looksAtListed(root, schema, 0)
}

function looksAtListed(root: JsonSchema, schema: JsonSchema, depth: number): boolean {
  if (typeof schema === 'boolean') return true
  if (depth > DEEPEST || schemaEntries(schema, 'patternProperties').length > 0) return false
  if (CHOICES.some((keyword) => schemaKeyword(schema, keyword) !== undefined)) return false
  if (dependenciesOf(schema).some((dependency) => dependency.schema !== true)) return false
  const looks = ['additionalProperties', ...(depth > 0 ? ['unevaluatedProperties'] : [])]
  if (looks.some((keyword) => (schemaKeyword(schema, keyword) ?? false) !== false)) return false
  const reference = referenceOf(schema)
  const target = reference === undefined ? undefined : resolveReference(root, reference)
  if (reference !== undefined && target === undefined) return false
  return [
    ...(target === undefined ? [] : [target]),
    ...['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => schemasKeyword(schema, keyword) ?? []),
  ].every((part) => looksAtListed(root, part, depth + 1))
}
