import { referenceOf, resolveReference } from './evaluate-reference'
import {
  containsOf,
  dependenciesOf,
  itemSchemas,
  schemaEntries,
  schemaKeyword,
  schemasKeyword,
  type JsonSchema,
  type SchemaObject,
} from './json-schema'

/** The properties and items that a schema certainly evaluates wherever it holds. */
export interface Evaluated {
  names: Set<string>
  patterns: Set<string>
  prefix: number
  everyProperty: boolean
  everyItem: boolean
}

/**
 * What is evaluated where `schema` holds, for `unevaluatedProperties` and `unevaluatedItems` (2020-12 core, 11).
 * Undefined where that depends on the value: on which of several parts applies, or on what `contains` found.
 */
export function evaluatedStatically(schema: SchemaObject, root: JsonSchema): Evaluated | undefined {
  const evaluated: Evaluated = {
    names: new Set(),
    patterns: new Set(),
    prefix: 0,
    everyProperty: false,
    everyItem: false,
  }
  return collect(schema, root, evaluated, new Set(), true) ? evaluated : undefined
}

function collect(
  schema: JsonSchema,
  root: JsonSchema,
  into: Evaluated,
  entered: Set<JsonSchema>,
  outermost = false,
): boolean {
  if (typeof schema === 'boolean' || entered.has(schema)) return true
  entered.add(schema)
  if (containsOf(schema)) return false
  addOwn(schema, into, outermost)
  const reference = referenceOf(schema)
  const target = reference === undefined ? undefined : resolveReference(root, reference)
  const certain = [...(schemasKeyword(schema, 'allOf') ?? []), ...(target === undefined ? [] : [target])]
  if (!certain.every((part) => collect(part, root, into, entered))) return false
  return conditionalParts(schema).every((part) => addsNothing(part, root, into, entered))
}

function addOwn(schema: SchemaObject, into: Evaluated, outermost: boolean): void {
  for (const [name] of schemaEntries(schema, 'properties')) into.names.add(name)
  for (const [source] of schemaEntries(schema, 'patternProperties')) into.patterns.add(source)
  const { prefix, rest } = itemSchemas(schema)
  into.prefix = Math.max(into.prefix, prefix.length)
  const closing = (keyword: string): boolean => schemaKeyword(schema, keyword) !== undefined
  into.everyProperty ||= closing('additionalProperties') || (!outermost && closing('unevaluatedProperties'))
  into.everyItem ||= rest !== undefined || (!outermost && closing('unevaluatedItems'))
}

function conditionalParts(schema: SchemaObject): JsonSchema[] {
  const single = ['if', 'then', 'else'].map((keyword) => schemaKeyword(schema, keyword))
  return [
    ...(schemasKeyword(schema, 'anyOf') ?? []),
    ...(schemasKeyword(schema, 'oneOf') ?? []),
    ...single.filter((part) => part !== undefined),
    ...dependenciesOf(schema).map((dependency) => dependency.schema),
  ]
}

/** A part that may or may not apply is harmless if it looks at nothing that is not looked at anyway. */
function addsNothing(part: JsonSchema, root: JsonSchema, into: Evaluated, entered: Set<JsonSchema>): boolean {
  const own: Evaluated = {
    names: new Set(),
    patterns: new Set(),
    prefix: 0,
    everyProperty: false,
    everyItem: false,
  }
  if (!collect(part, root, own, new Set(entered))) return false
  const properties =
    into.everyProperty ||
    (!own.everyProperty && isWithin(own.names, into.names) && isWithin(own.patterns, into.patterns))
  return properties && (into.everyItem || (!own.everyItem && own.prefix <= into.prefix))
}

function isWithin(part: Set<string>, whole: Set<string>): boolean {
  return [...part].every((name) => whole.has(name))
}
