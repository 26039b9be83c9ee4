import { pointerParts } from '../pointer'
import {
  dependenciesOf,
  isRecord,
  isSchema,
  own,
  schemaKeyword,
  schemasKeyword,
  stringKeyword,
  type JsonSchema,
  type SchemaObject,
} from './json-schema'

/**
 * The schema a `$ref` (or `$dynamicRef`, read as if static) names within its own document: `#`, a JSON
 * Pointer fragment, an `$anchor`, or the `$id` of a part. Undefined where it points outside: nothing is fetched.
 */
export function resolveReference(root: JsonSchema, reference: string): JsonSchema | undefined {
  if (typeof root === 'boolean') return undefined
  const [base = '', fragment = ''] = reference.split('#', 2)
  const document =
    base === '' || base === stringKeyword(root, '$id')?.split('#', 1)[0] ? root : findById(root, base)
  if (document === undefined) return undefined
  if (fragment === '') return document
  return fragment.startsWith('/') ? followPointer(document, fragment) : findAnchor(document, fragment)
}

/** The reference of a schema object, if it has one. */
export function referenceOf(schema: SchemaObject): string | undefined {
  return stringKeyword(schema, '$ref') ?? stringKeyword(schema, '$dynamicRef')
}

/**
 * Whether following a schema's reference runs into a circle without going down into the value: such a schema says
 * nothing, or contradicts itself (2020-12 core, 9.4.1: "infinite recursion"). Recursion into properties or items is fine.
 */
export function isCircular(root: JsonSchema, schema: SchemaObject): boolean {
  const left = new Set<JsonSchema>()
  const inside = new Set<JsonSchema>()
  const runsInCircle = (from: JsonSchema): boolean => {
    if (inside.has(from)) return true
    if (typeof from === 'boolean' || left.has(from)) return false
    inside.add(from)
    const circle = inPlaceParts(root, from).some(runsInCircle)
    inside.delete(from)
    left.add(from)
    return circle
  }
  return runsInCircle(schema)
}

function inPlaceParts(root: JsonSchema, schema: SchemaObject): JsonSchema[] {
  const reference = referenceOf(schema)
  const target = reference === undefined ? undefined : resolveReference(root, reference)
  const single = ['not', 'if', 'then', 'else'].map((keyword) => schemaKeyword(schema, keyword))
  return [
    ...['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => schemasKeyword(schema, keyword) ?? []),
    ...dependenciesOf(schema).map((dependency) => dependency.schema),
    ...[target, ...single].filter((part) => part !== undefined),
  ]
}

function followPointer(document: JsonSchema, pointer: string): JsonSchema | undefined {
  let place: unknown = document
  for (const key of pointerParts(decode(pointer))) {
    if (Array.isArray(place)) place = place[Number(key)]
    else if (isRecord(place)) place = own(place, key)
    else return undefined
  }
  return isSchema(place) ? place : undefined
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

function findAnchor(document: JsonSchema, name: string): JsonSchema | undefined {
  return search(
    document,
    (schema) =>
      ['$anchor', '$dynamicAnchor'].some((keyword) => stringKeyword(schema, keyword) === name) ||
      stringKeyword(schema, '$id') === `#${name}`,
  )
}

function findById(document: JsonSchema, id: string): JsonSchema | undefined {
  return search(document, (schema) => stringKeyword(schema, '$id') === id)
}

/** Looks only where schemas stand, never into `enum`, `const`, `default` or `examples`. */
function search(schema: unknown, wanted: (schema: SchemaObject) => boolean): JsonSchema | undefined {
  if (Array.isArray(schema)) {
    for (const part of schema) {
      const found = search(part, wanted)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (!isRecord(schema)) return undefined
  if (wanted(schema)) return schema
  for (const [keyword, value] of Object.entries(schema)) {
    if (['enum', 'const', 'default', 'examples'].includes(keyword)) continue
    const found = search(value, wanted)
    if (found !== undefined) return found
  }
  return undefined
}
