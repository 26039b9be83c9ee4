import { isRecord } from '../contract/json-schema'
import { pointerOf, pointerParts } from '../pointer'
import { ERASED, isTombstone, type Tombstone } from './tombstone'

/** Which leaf of a value goes: a text, a number, true or false, by what may stand where it does, and by where that is. */
export type Goes = (value: string | number | boolean, standing: Standing, path: readonly string[]) => boolean

/** What may stand at a path: any JSON, only words, or nothing that is erased (`fixed`: ids, states, digests). */
export type Standing = 'value' | 'words' | 'fixed'
export type StandingAt = (path: readonly string[]) => Standing

export interface Erased {
  value: unknown
  /** How many leaves and names of members went. */
  count: number
}

/** The names that members had which named the person, and what they are called now: one for all of a run. */
export type Renamed = Map<string, string>

/**
 * A value without its leaves that go. Where any JSON may stand there is a tombstone now, elsewhere the word for it; a
 * member whose name goes keeps its place under another. Everything else, and what is a tombstone already, stays as it is.
 */
export function erase(
  value: unknown,
  {
    goes,
    named,
    standing,
    mark,
    renamed,
  }: {
    goes: Goes
    /** Which names of members go: for what they say, never because all values around them do. */
    named: (name: string) => boolean
    standing: StandingAt
    mark: Tombstone
    renamed: Renamed
  },
): Erased {
  let count = 0
  const rename = (name: string): string => {
    count += 1
    const now = renamed.get(name) ?? (renamed.size === 0 ? ERASED : `${ERASED} ${renamed.size + 1}`)
    renamed.set(name, now)
    return now
  }
  const visit = (at: unknown, path: readonly string[]): unknown => {
    if (at === null || isTombstone(at)) return at
    if (Array.isArray(at)) return at.map((item, i) => visit(item, [...path, String(i)]))
    if (isRecord(at))
      return Object.fromEntries(
        Object.entries(at).map(([name, member]) => [
          standing([...path, name]) === 'value' && named(name) ? rename(name) : name,
          visit(member, [...path, name]),
        ]),
      )
    if (typeof at !== 'string' && typeof at !== 'number' && typeof at !== 'boolean') return at
    const place = standing(path)
    if (at === ERASED || at === '' || !goes(at, place, path)) return at
    if (place !== 'value' && typeof at !== 'string') return at
    count += 1
    return place === 'value' ? mark : ERASED
  }
  return { value: visit(value, []), count }
}

/** A JSON Patch's path, with the names that were given anew. */
export function erasePath(path: string, renamed: Renamed, names: (name: string) => boolean): string {
  const parts = pointerParts(path)
  if (!parts.some((part) => renamed.has(part) || names(part))) return path
  return pointerOf(parts.map((part) => renamed.get(part) ?? (names(part) ? ERASED : part)))
}

/** Standing by patterns such as `/output`, in which `*` is any one name; all below a pattern stands alike. */
export function standingBy(patterns: { values?: readonly string[]; words?: readonly string[] }): StandingAt {
  const compiled = (list: readonly string[] = []) => list.map((pattern) => pattern.split('/').slice(1))
  const [values, words] = [compiled(patterns.values), compiled(patterns.words)]
  const below = (pattern: readonly string[], path: readonly string[]): boolean =>
    path.length >= pattern.length && pattern.every((name, i) => name === '*' || name === path[i])
  return (path) =>
    values.some((pattern) => below(pattern, path))
      ? 'value'
      : words.some((pattern) => below(pattern, path))
        ? 'words'
        : 'fixed'
}
