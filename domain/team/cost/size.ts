import { referenceOf, resolveReference } from '../../contract/evaluate-reference'
import { own, schemasKeyword, type JsonSchema } from '../../contract/json-schema'
import { shapeOf, type Located } from '../../expression/schema-shape'
import { isClosed } from '../../policy/closed'
import { holdsWords, ID, placeWithin } from '../trust/words'

const DEEPEST = 24
const NUMBER = 24
/** Quotes, colon and comma around a name or an item. */
const AROUND = 4

/** Characters of JSON that a value may come to by its schema; Infinity where nothing bounds it. */
export function charactersAtMost(at: Located, parents: readonly unknown[] = []): number {
  if (typeof at.schema === 'boolean') return at.schema ? Infinity : 0
  if (parents.includes(at.schema) || parents.length > DEEPEST) return Infinity
  const shape = shapeOf(at)
  const trail = [...parents, at.schema]
  if (shape.values) return Math.max(0, ...shape.values.map((value) => JSON.stringify(value).length))
  const sizes = [...shape.types].map((type): number => {
    switch (type) {
      case 'null':
      case 'boolean':
        return AROUND + 1
      case 'number':
        return NUMBER
      case 'string':
        return AROUND + textAtMost(at)
      case 'array':
        return shape.items
          ? AROUND + times(atMost(at, 'maxItems', 0), charactersAtMost(shape.items, trail) + 1)
          : AROUND
      case 'object':
        return isClosed(at)
          ? [...shape.fields].reduce(
              (sum, [name, field]) => sum + name.length + AROUND + charactersAtMost(field, trail),
              AROUND,
            )
          : Infinity
    }
  })
  return Math.max(0, ...sizes)
}

/** How many times a path of a view may stand in a value: once for each item of the lists on its way. */
export function timesAtMost(schema: JsonSchema, names: readonly string[]): number {
  return names.reduce((product, name, i) => {
    const list = name === '*' ? placeWithin(schema, names.slice(0, i)) : undefined
    return list ? times(product, atMost(list, 'maxItems', 0)) : product
  }, 1)
}

/** A text that is held to an id is no longer than one, whatever its pattern alone would allow. */
const textAtMost = (at: Located): number =>
  Math.min(atMost(at, 'maxLength', 0), holdsWords(textOf(at)) ? Infinity : ID.maxLength)

const textOf = ({ root, schema }: Located): Located => ({
  root,
  schema: typeof schema === 'object' ? { ...schema, type: 'string' } : schema,
})

const times = (count: number, size: number): number => (count === 0 || size === 0 ? 0 : count * size)

/** The least of what a schema and its parts say by a keyword that sets an upper bound. */
function atMost({ root, schema }: Located, keyword: 'maxItems' | 'maxLength', depth: number): number {
  if (typeof schema === 'boolean' || depth > DEEPEST) return Infinity
  const stated = own(schema, keyword)
  const of = (part: JsonSchema): number => atMost({ root, schema: part }, keyword, depth + 1)
  const reference = referenceOf(schema)
  const target = reference === undefined ? undefined : resolveReference(root, reference)
  const either = ['anyOf', 'oneOf'].map((word) => {
    // Of those that may be one at all: nothing is no text and no list.
    const branches = (schemasKeyword(schema, word) ?? []).filter((part) =>
      shapeOf({ root, schema: part }).types.has(keyword === 'maxItems' ? 'array' : 'string'),
    )
    return branches.length > 0 ? Math.max(...branches.map(of)) : Infinity
  })
  return Math.min(
    typeof stated === 'number' ? stated : Infinity,
    target === undefined ? Infinity : of(target),
    ...(schemasKeyword(schema, 'allOf') ?? []).map(of),
    ...either,
  )
}
