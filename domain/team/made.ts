import { isClosed } from '../policy/closed'
import {
  DEEPEST_OPENED,
  isPlainName,
  leavesAt,
  NOTHING_ABOVE,
  openedAt,
  type Above,
  type Leaf,
} from '../policy/compile-view'
import { shapeOf, type Located } from '../expression/schema-shape'
import type { JsonSchema, JsonType } from '../contract/json-schema'

/** How sensitive a value is that is made of others, part by part, as the contracts of those say. */
export type Made =
  /** What stands at a place of the state; `by`: what it was chosen by. */
  | { is: 'place'; at: Located; path: string; above: Above; by: readonly Leaf[] }
  /** A group of fields that was put together, and has no others. */
  | { is: 'fields'; of: ReadonlyMap<string, Made> }
  /** A list, by what its items may be. */
  | { is: 'items'; of: readonly Made[] }
  /** One of several. */
  | { is: 'either'; of: readonly Made[] }
  /** Worked out from all of these, so that each part may tell any of them; from nothing when there are none. */
  | { is: 'one'; from: readonly Leaf[] }

/** Made from nothing that anybody would have to hide. */
export const FREE: Made = { is: 'one', from: [] }

/** What stands in a slot, or in a part of one. A slot without a contract is hidden as a whole. */
export const placeOf = (path: string, schema: JsonSchema | undefined): Made =>
  schema === undefined
    ? hidden(path)
    : { is: 'place', at: { root: schema, schema }, path, above: NOTHING_ABOVE, by: [] }

export const hidden = (path: string): Made => ({
  is: 'one',
  from: [{ path, classification: undefined, categories: [] }],
})

/** What of several there may be. */
export const eitherOf = (of: readonly Made[]): Made =>
  of.length === 1 ? (of[0] as Made) : { is: 'either', of }

/** What was chosen, put in order or counted by something else tells that too. */
export function chosenBy(made: Made, by: readonly Leaf[]): Made {
  if (by.length === 0) return made
  switch (made.is) {
    case 'fields':
      return { is: 'fields', of: new Map([...made.of].map(([name, one]) => [name, chosenBy(one, by)])) }
    case 'items':
    case 'either':
      return { is: made.is, of: made.of.map((one) => chosenBy(one, by)) }
    case 'place':
      return { ...made, by: [...made.by, ...by] }
    case 'one':
      return { is: 'one', from: [...made.from, ...by] }
  }
}

/** A field of what was made; undefined where it can have no such field. */
export function fieldIn(made: Made, name: string): Made | undefined {
  switch (made.is) {
    case 'fields':
      return made.of.get(name)
    case 'items':
      return undefined
    case 'either':
      return someOf(made.of.map((one) => fieldIn(one, name)))
    case 'one':
      return made
    case 'place': {
      const { at, path, above, by } = made
      const opened = openedAt(at, path, above)
      if (opened.by === 'items') return undefined
      if (opened.by === 'one') return { is: 'one', from: [opened.leaf, ...by] }
      const field = isPlainName(name) ? opened.fields.get(name) : undefined
      if (field) return { is: 'place', at: field, path: `${path}.${name}`, above: opened.within, by }
      // What a contract does not list is shown to nobody.
      return isClosed(at) && !opened.fields.has(name) ? undefined : hidden(`${path}.${name}`)
    }
  }
}

/** Any item of what was made; undefined where it can have none. */
export function itemIn(made: Made): Made | undefined {
  switch (made.is) {
    case 'fields':
      return undefined
    case 'items':
      return someOf(made.of)
    case 'either':
      return someOf(made.of.map(itemIn))
    case 'one':
      return made
    case 'place': {
      const { at, path, above, by } = made
      const opened = openedAt(at, path, above)
      switch (opened.by) {
        case 'items':
          return { is: 'place', at: opened.items, path: `${path}.*`, above: opened.within, by }
        case 'one':
          return { is: 'one', from: [opened.leaf, ...by] }
        case 'fields':
          return shapeOf(at).types.has('array') ? hidden(`${path}.*`) : undefined
      }
    }
  }
}

const someOf = (found: readonly (Made | undefined)[]): Made | undefined => {
  const known = found.filter((one) => one !== undefined)
  return known.length === 0 ? undefined : eitherOf(known)
}

/** Everything that what was made may tell. */
export function leavesIn(made: Made): Leaf[] {
  switch (made.is) {
    case 'fields':
      return [...made.of.values()].flatMap(leavesIn)
    case 'items':
    case 'either':
      return made.of.flatMap(leavesIn)
    case 'one':
      return [...made.from]
    case 'place': {
      const { at, path, above, by } = made
      const unlisted = unlistedIn(at, path, above, [])
      const leaves = [...leavesAt(at, path, above), ...by]
      return unlisted === undefined
        ? leaves
        : [...leaves, { path: unlisted, classification: undefined, categories: [] }]
    }
  }
}

/** Where a place may hold what no contract lists, and nobody is shown. */
function unlistedIn(
  at: Located,
  path: string,
  above: Above,
  parents: readonly unknown[],
): string | undefined {
  if (parents.includes(at.schema) || parents.length > DEEPEST_OPENED) return undefined
  const trail = [...parents, at.schema]
  const opened = openedAt(at, path, above)
  if (opened.by === 'one') return undefined
  // Looked into as a list or a group, it is not shown where it is anything else.
  const looked: JsonType = opened.by === 'items' ? 'array' : 'object'
  if ([...shapeOf(at).types].some((type) => type !== looked && type !== 'null')) return path
  if (opened.by === 'items') return unlistedIn(opened.items, `${path}.*`, opened.within, trail)
  if (!isClosed(at) || ![...opened.fields.keys()].every(isPlainName)) return path
  for (const [name, field] of opened.fields) {
    const found = unlistedIn(field, `${path}.${name}`, opened.within, trail)
    if (found !== undefined) return found
  }
  return undefined
}
