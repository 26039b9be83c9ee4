import { serialize, type ASTNode } from '@marcbachmann/cel-js'
import { BUILTIN_NAMES } from './reserved-names'

/** A place of the state that an expression names. */
export interface Place {
  /** Slot, then field names; `*` is any item of a list. */
  path: string[]
  /** By which each part of `path` is known to be there: as the path so far, but with the very item that is meant. */
  keys: readonly string[]
}

/** Names bound within an expression, with the place they stand for; null stands for none. */
export type PlaceNames = ReadonlyMap<string, Place | null>

/** Undefined: not a path. Null: a path from a name that stands for no place in the state. */
export function placeOf(node: ASTNode, names: PlaceNames): Place | null | undefined {
  switch (node.op) {
    case 'id': {
      const bound = names.get(node.args)
      if (bound !== undefined) return bound
      return isBuiltin(node.args) ? undefined : { path: [node.args], keys: [node.args] }
    }
    case '.':
    case '.?':
      return extend(placeOf(node.args[0], names), node.args[1])
    case '[]':
    case '[?]': {
      const [holder, index] = node.args
      const at = placeOf(holder, names)
      return index.op === 'value' && typeof index.args === 'string'
        ? extend(at, index.args)
        : extend(at, '*', `[${serialize(index)}]`)
    }
    default:
      return undefined
  }
}

export const extend = (
  place: Place | null | undefined,
  name: string,
  key = `.${name}`,
): Place | null | undefined =>
  place && { path: [...place.path, name], keys: [...place.keys, `${place.keys.at(-1) ?? ''}${key}`] }

/** Index of the first name reached by `.?` or `[?]`; beyond the path when there is none. */
export function firstOptional(node: ASTNode, length: number): number {
  let found = length
  for (let place = node, index = length - 1; ; index--) {
    if (place.op === '.?' || place.op === '[?]') found = index
    else if (place.op !== '.' && place.op !== '[]') return found
    place = place.args[0]
  }
}

/** What is certainly present when an expression is true (`holds`) or false, from its `has()` and null tests. */
export function factsOf(node: ASTNode, holds: boolean, names: PlaceNames): Set<string> {
  switch (node.op) {
    case '!_':
      return factsOf(node.args, !holds, names)
    case '&&':
    case '||': {
      const [left, right] = node.args.map((side) => factsOf(side, holds, names)) as [Set<string>, Set<string>]
      const both = (node.op === '&&') === holds
      return both ? new Set([...left, ...right]) : new Set([...left].filter((path) => right.has(path)))
    }
    case 'call': {
      const [name, args] = node.args
      const key = name === 'has' && holds && args[0] ? keyOf(args[0], names) : undefined
      return new Set(key === undefined ? [] : [key])
    }
    case '==':
    case '!=': {
      const [left, right] = node.args
      const [asked, value] = right.op === 'value' ? [left, right] : [right, left]
      // Unlike null, or like a value that is not null: the one or the other says that there is something.
      const says = value.op === 'value' && (node.op === '!=') === ((value.args === null) === holds)
      const key = says ? keyOf(asked, names) : undefined
      return new Set(key === undefined ? [] : [`${key} != null`])
    }
    default:
      return new Set()
  }
}

const keyOf = (node: ASTNode, names: PlaceNames): string | undefined => placeOf(node, names)?.keys.at(-1)

const isNull = (node: ASTNode): boolean => node.op === 'value' && node.args === null
export const isNothing = (node: ASTNode): boolean => isNull(node) || (node.op === 'value' && node.args === '')

const isBuiltin = (name: string): boolean => BUILTIN_NAMES.has(name)
