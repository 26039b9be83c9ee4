import { resolveReference, referenceOf } from '../contract/evaluate-reference'
import {
  JSON_TYPES,
  enumerations,
  itemSchemas,
  jsonEquals,
  jsonTypeOf,
  numberKeyword,
  schemaEntries,
  schemaKeyword,
  schemasKeyword,
  stringKeyword,
  stringsKeyword,
  typeNames,
  type JsonSchema,
  type JsonType,
  type SchemaObject,
} from '../contract/json-schema'
import { CATEGORIES_KEYWORD, CLASSIFICATION_KEYWORD } from '../contract/contract'
import { forbidsOthers } from '../contract/forbids-others'
import { CATEGORIES, CLASSIFICATIONS, type Category, type Classification } from '../policy/classification'

/** A schema and the document its references are resolved in. */
export interface Located {
  root: JsonSchema
  schema: JsonSchema
}

/** What a schema lets one find in a value, as far as it can be read off: `$ref`, `allOf`, `anyOf`, `oneOf` followed. */
export interface Shape {
  types: ReadonlySet<JsonType>
  fields: ReadonlyMap<string, Located>
  required: ReadonlySet<string>
  /** Schema of fields beyond those listed; undefined where only listed ones are known. */
  others: Located | undefined
  /** What a field beyond those listed may be, known or not; undefined where there can be none. */
  unlisted: Located | undefined
  items: Located | undefined
  /** The only values possible, where the schema lists them. */
  values: unknown[] | undefined
  classification: Classification | undefined
  categories: readonly Category[]
}

/** The shape of a schema; kept, as schemas are not changed in place. */
export function shapeOf({ root, schema }: Located): Shape {
  if (typeof schema === 'boolean') return ANYTHING
  const scope = typeof root === 'boolean' ? schema : root
  const known = shapes.get(scope) ?? new WeakMap<object, Shape>()
  shapes.set(scope, known)
  const kept = known.get(schema)
  if (kept) return kept
  const shape = readShape(root, schema, 0)
  known.set(schema, shape)
  return shape
}

/** A field of a shape and whether it must be there; undefined when the schema does not know it. */
export function fieldOf(shape: Shape, name: string): { at: Located; required: boolean } | undefined {
  const at = shape.fields.get(name) ?? shape.others
  return at && { at, required: shape.required.has(name) }
}

const shapes = new WeakMap<object, WeakMap<object, Shape>>()
const MAX_DEPTH = 24

const ANYTHING: Shape = {
  types: new Set(JSON_TYPES),
  fields: new Map(),
  required: new Set(),
  others: { root: true, schema: true },
  unlisted: { root: true, schema: true },
  items: { root: true, schema: true },
  values: undefined,
  classification: undefined,
  categories: [],
}

function readShape(root: JsonSchema, schema: JsonSchema, depth: number): Shape {
  if (typeof schema === 'boolean' || depth > MAX_DEPTH) return ANYTHING
  const parts = [ownShape(root, schema)]
  const reference = referenceOf(schema)
  const target = reference === undefined ? undefined : resolveReference(root, reference)
  if (target !== undefined) parts.push(readShape(root, target, depth + 1))
  for (const part of schemasKeyword(schema, 'allOf') ?? []) parts.push(readShape(root, part, depth + 1))
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = schemasKeyword(schema, keyword)
    if (branches) parts.push(eitherOf(branches.map((branch) => readShape(root, branch, depth + 1))))
  }
  return parts.length === 1 ? (parts[0] as Shape) : allOf(parts)
}

function ownShape(root: JsonSchema, schema: SchemaObject): Shape {
  const fields = new Map(
    schemaEntries(schema, 'properties').map(([name, part]) => [name, { root, schema: part }]),
  )
  const values = enumerations(schema)
    .map((entry) => entry.values)
    .reduce<unknown[] | undefined>((kept, list) => (kept ? intersect(kept, list) : list), undefined)
  return {
    types: typesOf(schema, values),
    fields,
    required: new Set(stringsKeyword(schema, 'required')),
    others: othersOf(root, schema, fields.size),
    unlisted: forbidsOthers(root, schema) ? undefined : { root, schema: beyondListed(schema) },
    items: itemsOf(root, schema),
    values,
    classification: oneOfList(CLASSIFICATIONS, stringKeyword(schema, CLASSIFICATION_KEYWORD)),
    categories: stringsKeyword(schema, CATEGORIES_KEYWORD).filter(
      (name): name is Category => oneOfList(CATEGORIES, name) !== undefined,
    ),
  }
}

function typesOf(schema: SchemaObject, values: unknown[] | undefined): Set<JsonType> {
  const named = typeNames(schema)?.map((name) => (name === 'integer' ? 'number' : name))
  const declared = new Set(JSON_TYPES.filter((type) => named === undefined || named.includes(type)))
  if (!values) return declared
  const listed = new Set(values.map(jsonTypeOf))
  return new Set([...declared].filter((type) => listed.has(type)))
}

/** JSON Schema allows any field that is not forbidden; only what a contract says counts as known. */
function othersOf(root: JsonSchema, schema: SchemaObject, listed: number): Located | undefined {
  const additional = schemaKeyword(schema, 'additionalProperties')
  const says = (additional ?? false) !== false || schemaEntries(schema, 'patternProperties').length > 0
  if (says) return { root, schema: beyondListed(schema) }
  return listed === 0 && additional !== false ? { root, schema: true } : undefined
}

/** What a field may be that is not listed: as a pattern says, or any, where a name need not meet one. */
function beyondListed(schema: SchemaObject): JsonSchema {
  const patterns = schemaEntries(schema, 'patternProperties').map(([, part]) => part)
  const additional = schemaKeyword(schema, 'additionalProperties') ?? true
  const may = additional === false ? patterns : [...patterns, additional]
  return may.length === 1 ? (may[0] as JsonSchema) : { anyOf: may }
}

/** Items behind the first places may be anything unless a contract says what, or that there are none. */
function itemsOf(root: JsonSchema, schema: SchemaObject): Located | undefined {
  const { prefix, rest = true } = itemSchemas(schema)
  const most = numberKeyword(schema, 'maxItems') ?? Infinity
  const all = rest === false || most <= prefix.length ? prefix : [...prefix, rest]
  if (all.length === 0) return undefined
  return { root, schema: all.length === 1 ? (all[0] as JsonSchema) : { anyOf: all } }
}

function allOf(shapes: Shape[]): Shape {
  return {
    types: new Set(JSON_TYPES.filter((type) => shapes.every((shape) => shape.types.has(type)))),
    fields: mergeFields(shapes, 'allOf'),
    required: new Set(shapes.flatMap((shape) => [...shape.required])),
    others: shapes.every((shape) => shape.others)
      ? combine(
          shapes.map((s) => s.others),
          'allOf',
        )
      : undefined,
    unlisted: shapes.every((shape) => shape.unlisted)
      ? combine(
          shapes.map((s) => s.unlisted),
          'allOf',
        )
      : undefined,
    items: shapes.every((shape) => shape.items)
      ? combine(
          shapes.map((s) => s.items),
          'allOf',
        )
      : undefined,
    values: shapes.reduce<unknown[] | undefined>(
      (kept, { values }) => (kept && values ? intersect(kept, values) : (kept ?? values)),
      undefined,
    ),
    classification: strictest(shapes.map((shape) => shape.classification)),
    categories: [...new Set(shapes.flatMap((shape) => shape.categories))],
  }
}

function eitherOf(shapes: Shape[]): Shape {
  const [first] = shapes
  const classified = shapes.filter((shape) => !isNull(shape))
  const objects = shapes.filter((shape) => shape.types.has('object'))
  const unlisted = combine(
    objects.map((shape) => shape.unlisted),
    'anyOf',
  )
  return {
    types: new Set(shapes.flatMap((shape) => [...shape.types])),
    fields: mergeFields(shapes, 'anyOf'),
    required: new Set(
      [...(first?.required ?? [])].filter((name) => shapes.every((s) => s.required.has(name))),
    ),
    others: objects.some(({ others }) => others) ? unlisted : undefined,
    unlisted,
    items: combine(
      shapes.filter((shape) => shape.types.has('array')).map((s) => s.items),
      'anyOf',
    ),
    values: shapes.every((s) => s.values) ? shapes.flatMap((s) => s.values ?? []) : undefined,
    // One unclassified branch leaves the whole unclassified.
    classification: classified.every((s) => s.classification)
      ? strictest(classified.map((s) => s.classification))
      : undefined,
    categories: [...new Set(shapes.flatMap((shape) => shape.categories))],
  }
}

const isNull = (shape: Shape): boolean => shape.types.size === 1 && shape.types.has('null')

function mergeFields(shapes: Shape[], keyword: 'allOf' | 'anyOf'): Map<string, Located> {
  const names = new Set(shapes.flatMap((shape) => [...shape.fields.keys()]))
  const merged = new Map<string, Located>()
  for (const name of names) {
    const known = shapes.flatMap((shape) => shape.fields.get(name) ?? [])
    const silent = shapes.filter((shape) => shape.types.has('object') && !shape.fields.has(name))
    const open = keyword === 'anyOf' && silent.some((shape) => shape.unlisted)
    const found = combine(open ? [...known, anythingLike(known)] : known, keyword)
    if (found) merged.set(name, found)
  }
  return merged
}

/** Of a choice that does not speak of a field and does not forbid it: it may be anything, as sensitive as elsewhere. */
function anythingLike(known: readonly Located[]): Located {
  const shapes = known.map(shapeOf)
  const classification = shapes.every((shape) => shape.classification)
    ? strictest(shapes.map((shape) => shape.classification))
    : undefined
  const schema = {
    ...(classification && { [CLASSIFICATION_KEYWORD]: classification }),
    [CATEGORIES_KEYWORD]: [...new Set(shapes.flatMap((shape) => shape.categories))],
  }
  return { root: known[0]?.root ?? schema, schema }
}

function combine(parts: (Located | undefined)[], keyword: 'allOf' | 'anyOf'): Located | undefined {
  const found = parts.filter((part) => part !== undefined)
  const [first] = found
  if (!first || found.length === 1) return first
  const telling = found.filter((part) => part.schema !== true)
  if (keyword === 'allOf' && telling.length < 2) return telling[0] ?? first
  const root = telling[0]?.root ?? first.root
  return { root, schema: { [keyword]: found.map((part) => part.schema) } }
}

/** The most sensitive of several; undefined when none is classified. */
export function strictest(list: (Classification | undefined)[]): Classification | undefined {
  return [...CLASSIFICATIONS].reverse().find((name) => list.includes(name))
}

const intersect = (left: unknown[], right: unknown[]): unknown[] =>
  left.filter((value) => right.some((other) => jsonEquals(value, other)))

const oneOfList = <T extends string>(list: readonly T[], value: string | undefined): T | undefined =>
  list.find((item) => item === value)
