import { descend, fail, inside, type Check, type Place } from './evaluate-issues'
import { referenceOf, resolveReference } from './evaluate-reference'
import { matchesPattern } from './evaluate-text'
import {
  containsOf,
  dependenciesOf,
  isRecord,
  itemSchemas,
  schemaEntries,
  schemaKeyword,
  schemasKeyword,
  type JsonSchema,
  type SchemaObject,
} from './json-schema'

/** `unevaluatedProperties` and `unevaluatedItems` (2020-12 core, 11): what no other part that holds has looked at. */
export function checkUnevaluated(
  check: Check,
  schema: SchemaObject,
  value: unknown,
  place: Place | undefined,
): boolean {
  let valid = true
  const keyword = Array.isArray(value) ? 'unevaluatedItems' : 'unevaluatedProperties'
  const part = schemaKeyword(schema, keyword)
  if (part === undefined || typeof value !== 'object' || value === null) return true
  const seen = evaluatedTokens(check.into(undefined), schema, value, place, true)
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  for (const [token, item] of entries) {
    if (seen.has(token)) continue
    const at = inside(place, token)
    if (part === false) {
      const clause = 'stands in a place that is not accepted'
      valid = fail(check, { place: at, value: item, keyword, clause, expected: 'only what is described' })
    } else valid = descend(check, part, item, at) && valid
    if (!valid && !check.issues) return false
  }
  return valid
}

/** The keys or indices that a schema and its in-place parts have evaluated for a value. */
function evaluatedTokens(
  check: Check,
  schema: JsonSchema,
  value: object,
  place: Place | undefined,
  outermost: boolean,
): Set<string | number> {
  if (typeof schema === 'boolean') return new Set()
  const seen = new Set<string | number>(
    Array.isArray(value) ? ownItems(check, schema, value, place) : ownProperties(schema, value),
  )
  const keyword = Array.isArray(value) ? 'unevaluatedItems' : 'unevaluatedProperties'
  if (!outermost && schemaKeyword(schema, keyword) !== undefined)
    return new Set<string | number>(
      Object.keys(value).map((key) => (Array.isArray(value) ? Number(key) : key)),
    )
  const add = (part: JsonSchema): void => {
    if (!check.run(part, value, place)) return
    for (const token of evaluatedTokens(check, part, value, place, false)) seen.add(token)
  }
  for (const part of inPlaceParts(check, schema, value, place)) add(part)
  const reference = referenceOf(schema)
  const target = reference === undefined ? undefined : resolveReference(check.root, reference)
  if (target === undefined || check.following.has(schema)) return seen
  check.following.add(schema)
  add(target)
  check.following.delete(schema)
  return seen
}

function inPlaceParts(
  check: Check,
  schema: SchemaObject,
  value: object,
  place: Place | undefined,
): JsonSchema[] {
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => schemasKeyword(schema, keyword) ?? [])
  const condition = schemaKeyword(schema, 'if')
  if (condition !== undefined) {
    const consequence = schemaKeyword(schema, check.run(condition, value, place) ? 'then' : 'else')
    parts.push(condition, ...(consequence === undefined ? [] : [consequence]))
  }
  for (const { name, schema: dependent } of dependenciesOf(schema))
    if (Object.hasOwn(value, name)) parts.push(dependent)
  return parts
}

function ownProperties(schema: SchemaObject, value: object): string[] {
  const names = Object.keys(value)
  if (!isRecord(value) || schemaKeyword(schema, 'additionalProperties') !== undefined) return names
  const properties = new Map(schemaEntries(schema, 'properties'))
  const patterns = schemaEntries(schema, 'patternProperties')
  return names.filter(
    (name) => properties.has(name) || patterns.some(([pattern]) => matchesPattern(pattern, name)),
  )
}

function ownItems(check: Check, schema: SchemaObject, value: unknown[], place: Place | undefined): number[] {
  const { prefix, rest } = itemSchemas(schema)
  const contains = containsOf(schema)
  return [...value.keys()].filter((index) => {
    if (index < prefix.length || rest !== undefined) return true
    return contains !== undefined && descend(check, contains.schema, value[index], inside(place, index))
  })
}
