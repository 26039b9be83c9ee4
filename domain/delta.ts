import { isRecord } from './contract/json-schema'

/** What is new of a JSON value against another of its kind, as data; undefined where nothing is. */
export type Delta =
  /** Another value altogether. */
  | { is: unknown }
  /** A group of fields: all their names, where these or their order are new, and what is new of which. */
  | { names?: string[]; fields: [string, Delta][] }
  /** A list: each item is new, or stood there before at this place. */
  | { items: (number | { is: unknown })[] }

/**
 * What has to be told to somebody who has the one value for them to have the other. Parts that are the same objects are
 * not looked into, so after an edit of a large document it is found at once; items of lists that are not are known again
 * by their content.
 */
export function deltaOf(before: unknown, after: unknown): Delta | undefined {
  if (Object.is(before, after)) return undefined
  if (Array.isArray(before) && Array.isArray(after)) return itemsOf(before, after)
  if (isRecord(before) && isRecord(after)) return fieldsOf(before, after)
  return { is: after }
}

/**
 * The value after a change. What did not change are the very objects of the value before, so that whatever was worked
 * out from them still holds.
 */
export function withDelta(before: unknown, delta: Delta | undefined): unknown {
  if (delta === undefined) return before
  if ('is' in delta) return delta.is
  if ('items' in delta) {
    const list = before as readonly unknown[]
    return delta.items.map((item) => (typeof item === 'number' ? list[item] : item.is))
  }
  const group = before as Readonly<Record<string, unknown>>
  const changed = new Map(delta.fields)
  // Entries, as a field may bear the name that would set the group's prototype.
  return Object.fromEntries(
    (delta.names ?? Object.keys(group)).map((name) => [name, withDelta(group[name], changed.get(name))]),
  )
}

function fieldsOf(before: Record<string, unknown>, after: Record<string, unknown>): Delta | undefined {
  const [had, has] = [Object.keys(before), Object.keys(after)]
  const named = had.length === has.length && had.every((name, i) => name === has[i])
  const fields = has.flatMap((name): [string, Delta][] => {
    const delta = Object.hasOwn(before, name) ? deltaOf(before[name], after[name]) : { is: after[name] }
    return delta ? [[name, delta]] : []
  })
  if (named && fields.length === 0) return undefined
  return { ...(!named && { names: has }), fields }
}

function itemsOf(before: readonly unknown[], after: readonly unknown[]): Delta | undefined {
  const places = new Map<unknown, number>()
  for (const [i, item] of before.entries()) if (!places.has(item)) places.set(item, i)
  let texts: Map<string, number[]> | undefined
  const byContent = (item: unknown, i: number): number | undefined => {
    texts ??= contentsOf(before, new Set(after))
    const found = texts.size > 0 ? texts.get(JSON.stringify(item)) : undefined
    return found?.includes(i) ? i : found?.[0]
  }
  const items = after.map((item, i) => places.get(item) ?? byContent(item, i) ?? { is: item })
  const same = items.every((item, i) => typeof item === 'number' && Object.is(before[item], before[i]))
  return same && items.length === before.length ? undefined : { items }
}

/** Where which content stood, of the items that are not there any more as the objects they were. */
function contentsOf(list: readonly unknown[], kept: ReadonlySet<unknown>): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [i, item] of list.entries()) {
    if (kept.has(item)) continue
    const text = JSON.stringify(item)
    const found = places.get(text)
    if (found) found.push(i)
    else places.set(text, [i])
  }
  return places
}
