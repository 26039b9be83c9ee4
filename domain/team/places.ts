import { refOf, type Contract } from '../contract/contract'
import { jsonEquals } from '../contract/json-schema'
import { CommandError, type PutChange } from './command'
import { teamDocumentSchema, type TeamDocument } from './document'
import { withoutStrangers } from './groups'
import { kindOf } from './kinds/registry'

/**
 * Where something of a document is: a field of the team (`field` alone), an item of one of its lists (`list` and `id`), a
 * field of such an item, or the order of a list (`list` alone). Lists are `nodes`, `edges`, `contracts` and, of what is
 * only drawn, `layout.notes`, `layout.positions` and whatever else the layout keeps.
 */
export interface Place {
  list?: string
  id?: string
  field?: string
}

/** What became of one place. An absent value: it is not there. */
export interface PlaceChange extends Place {
  from?: unknown
  to?: unknown
  /** Of an item that comes or goes: the one it stands behind, null for the first. */
  after?: string | null
}

type Item = Record<string, unknown>
type List = readonly Item[] | Record<string, unknown>

/** Fields of a team that a document without them does not speak of. */
const OPTIONAL_FIELDS = new Set<string>(['purpose'] satisfies (keyof TeamDocument)[])

/** Also those that a document without any does not speak of. */
const LAYOUT_LISTS = new Set(
  Object.keys(teamDocumentSchema.shape.layout.unwrap().shape).map((part) => `layout.${part}`),
)

/** A place as text, the same for the same place. */
export const placeKey = ({ list, id, field }: Place): string =>
  JSON.stringify([list ?? '', id ?? '', field ?? ''])

/**
 * What leads from one document to the other, place by place: lists in the order of the document, of each first what went,
 * then what came in its order, then what changed. Parts that both share by identity cost nothing.
 */
export function placesChanged(before: TeamDocument, after: TeamDocument): PlaceChange[] {
  if (before === after) return []
  const [old, now] = [partsOf(before), partsOf(after)]
  const fields = union(old.fields, now.fields).flatMap((field) =>
    change({ field }, old.fields[field], now.fields[field]),
  )
  const lists = union(old.lists, now.lists).flatMap((list) =>
    listChanges(list, old.lists[list] ?? [], now.lists[list] ?? []),
  )
  return [...fields, ...lists]
}

/** What takes the changes back: for these, in the document that they led to. */
export const reversed = (changes: readonly PlaceChange[]): PlaceChange[] =>
  changes.map(({ from, to, ...place }) => ({
    ...place,
    ...(to !== undefined && { from: to }),
    ...(from !== undefined && { to: from }),
  }))

/** The value at a place; undefined where nothing is. */
export function valueAt(document: TeamDocument, { list, id, field }: Place): unknown {
  const { fields, lists } = partsOf(document)
  if (list === undefined) return field === undefined ? undefined : fields[field]
  const items = lists[list]
  if (!items) return undefined
  if (id === undefined) return idsOf(list, items)
  const item = itemOf(list, items, id)
  return field === undefined ? item : (item as Item | undefined)?.[field]
}

/** The changes as an edit: what undo, redo and edits put on top of another's are sent as. */
export const puttingCommand = (changes: readonly PlaceChange[]) => ({
  type: 'parts.put' as const,
  changes: changes.map(({ from: _from, ...put }): PutChange => put),
})

/**
 * The document with the values of the changes at their places. What goes may be gone already, and what comes takes the
 * place of what stands there; all else must hold.
 * @throws CommandError when a field's item is not there, a handoff would lead to or from nothing, or a value is not valid
 */
export function putChanges(document: TeamDocument, changes: readonly PutChange[]): TeamDocument {
  const { fields, lists } = partsOf(document)
  const touched = new Map<string, Set<string>>()
  const nextFields = { ...fields }
  const nextLists = { ...lists }
  changes.forEach((put, i) => {
    const at = `/changes/${i}`
    const { list, id, field } = put
    if (list === undefined) {
      if (field === undefined || !(Object.hasOwn(fields, field) || OPTIONAL_FIELDS.has(field)))
        throw new CommandError(at, 'A team has no such field.')
      nextFields[field] = put.to
      return
    }
    if (!Object.hasOwn(nextLists, list) && LAYOUT_LISTS.has(list)) nextLists[list] = []
    if (!Object.hasOwn(nextLists, list)) throw new CommandError(`${at}/list`, 'A team has no such list.')
    if (id !== undefined) touched.set(list, (touched.get(list) ?? new Set()).add(id))
    nextLists[list] = putInto(list, nextLists[list] as List, put, at)
  })
  const put = joined(document, nextFields, nextLists)
  const next = { ...put, layout: withoutStrangers(put) }
  const parsed = teamDocumentSchema.safeParse(next)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new CommandError('/changes', issue?.message ?? 'It is not valid.')
  }
  assertConnected(next)
  return tidied(next, parsed.data, touched)
}

function putInto(list: string, items: List, put: PutChange, at: string): List {
  const { id, field } = put
  if (id === undefined) return ordered(list, items, put.to)
  if (field !== undefined) {
    const item = itemOf(list, items, id)
    if (typeof item !== 'object' || item === null)
      throw new CommandError(at, `“${id}” is not there any more.`)
    const { [field]: _old, ...rest } = item as Item
    // In its old place, so that nothing seems to move that only has another value.
    const whole = put.to === undefined ? rest : { ...item, [field]: put.to }
    if (idOf(list, whole as Item) !== id || (whole as Item)['kind'] !== (item as Item)['kind'])
      throw new CommandError(`${at}/field`, 'That is not a field to set.')
    return replacedIn(list, items, id, whole as Item)
  }
  if (!Array.isArray(items)) {
    const { [id]: _old, ...rest } = items as Item
    return put.to === undefined ? rest : { ...rest, [id]: put.to }
  }
  const all = items as Item[]
  if (put.to === undefined) return all.filter((item) => idOf(list, item) !== id)
  if (typeof put.to !== 'object' || put.to === null)
    throw new CommandError(`${at}/to`, 'That is nothing that stands in this list.')
  if (idOf(list, put.to as Item) !== id) throw new CommandError(`${at}/id`, 'It bears another name.')
  if (all.some((item) => idOf(list, item) === id)) return replacedIn(list, all, id, put.to as Item)
  const behind = put.after === null ? -1 : all.findIndex((item) => idOf(list, item) === put.after)
  const index = put.after === null ? 0 : behind < 0 ? all.length : behind + 1
  return all.toSpliced(index, 0, put.to as Item)
}

const replacedIn = (list: string, items: List, id: string, whole: Item): List =>
  Array.isArray(items)
    ? (items as Item[]).map((item) => (idOf(list, item) === id ? whole : item))
    : { ...items, [id]: whole }

function ordered(list: string, items: List, order: unknown): List {
  if (!Array.isArray(items) || !Array.isArray(order)) return items
  const rank = new Map(order.map((id, i) => [String(id), i]))
  const of = (item: Item) => rank.get(idOf(list, item)) ?? rank.size
  return (items as Item[]).toSorted((a, b) => of(a) - of(b))
}

function assertConnected(document: TeamDocument): void {
  const ports = new Map(
    document.nodes.map((node) => [
      node.id,
      new Set(
        kindOf(node)
          .ports(node)
          .map(({ id }) => id),
      ),
    ]),
  )
  for (const { from, to } of document.edges) {
    if (!ports.has(from.node) || !ports.has(to.node))
      throw new CommandError(
        '/changes',
        `A handoff would lead ${ports.has(from.node) ? 'to' : 'from'} “${ports.has(from.node) ? to.node : from.node}”, which is not there.`,
      )
    if (!ports.get(from.node)?.has(from.port))
      throw new CommandError('/changes', `“${from.node}” has no way out named “${from.port}”.`)
  }
}

/** What was touched as the schema reads it; the rest as it was, so that it stays the same object. */
function tidied(next: TeamDocument, parsed: TeamDocument, touched: ReadonlyMap<string, ReadonlySet<string>>) {
  const [{ fields, lists }, read] = [partsOf(next), partsOf(parsed)]
  const tidy = Object.entries(lists).map(([list, items]): [string, List] => {
    const ids = touched.get(list)
    if (!ids || !Array.isArray(items)) return [list, items]
    return [
      list,
      (items as Item[]).map((item) => {
        const id = idOf(list, item)
        return ids.has(id) ? (itemOf(list, read.lists[list] ?? [], id) as Item) : item
      }),
    ]
  })
  return joined(next, fields, Object.fromEntries(tidy))
}

function listChanges(list: string, before: List, after: List): PlaceChange[] {
  if (before === after) return []
  const [old, now] = [idsOf(list, before), idsOf(list, after)]
  const [was, is] = [new Set(old), new Set(now)]
  const whole = (
    ids: string[],
    items: List,
    side: 'from' | 'to',
    other: ReadonlySet<string>,
  ): PlaceChange[] =>
    ids.flatMap((id, i) =>
      other.has(id)
        ? []
        : [
            {
              list,
              id,
              [side]: itemOf(list, items, id),
              ...(Array.isArray(items) && { after: ids[i - 1] ?? null }),
            },
          ],
    )
  const gone = whole(old, before, 'from', is)
  const come = whole(now, after, 'to', was)
  const changed = now
    .filter((id) => was.has(id))
    .flatMap((id) => {
      const [a, b] = [itemOf(list, before, id), itemOf(list, after, id)]
      if (a === b) return []
      const fieldwise = Array.isArray(after) && (a as Item)['kind'] === (b as Item)['kind']
      if (!fieldwise) return change({ list, id }, a, b)
      return union(a as Item, b as Item).flatMap((field) =>
        change({ list, id, field }, (a as Item)[field], (b as Item)[field]),
      )
    })
  const told = [...gone, ...come, ...changed]
  return Array.isArray(after) && !keepsOrder(old, now) ? [...told, { list, from: old, to: now }] : told
}

/** Whether what stays stands in the same order, so that coming and going say it all. */
function keepsOrder(old: string[], now: string[]): boolean {
  const [was, is] = [new Set(old), new Set(now)]
  const [a, b] = [old.filter((id) => is.has(id)), now.filter((id) => was.has(id))]
  return a.every((id, i) => id === b[i])
}

const change = (place: Place, from: unknown, to: unknown): PlaceChange[] =>
  from === to || jsonEquals(from ?? null, to ?? null)
    ? []
    : [{ ...place, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }]

/** The team's own fields, and its lists by name. */
function partsOf(document: TeamDocument): { fields: Item; lists: Record<string, List> } {
  const fields: Item = {}
  const lists: Record<string, List> = {}
  for (const [key, value] of Object.entries(document)) {
    if (key === 'layout')
      for (const [part, items] of Object.entries(value as Item)) lists[`layout.${part}`] = items as List
    else if (Array.isArray(value)) lists[key] = value as Item[]
    else fields[key] = value
  }
  return { fields, lists }
}

function joined(document: TeamDocument, fields: Item, lists: Record<string, List>): TeamDocument {
  const [top, layout]: [Record<string, List>, Record<string, List>] = [{}, {}]
  for (const [list, items] of Object.entries(lists))
    if (list.startsWith('layout.')) layout[list.slice('layout.'.length)] = items
    else top[list] = items
  const whole = Object.entries({ ...document, ...fields, ...top, layout })
  return Object.fromEntries(whole.filter(([, value]) => value !== undefined)) as TeamDocument
}

const idOf = (list: string, item: Item): string =>
  list === 'contracts' ? refOf(item as unknown as Contract) : String(item['id'])

const idsOf = (list: string, items: List): string[] =>
  Array.isArray(items) ? (items as Item[]).map((item) => idOf(list, item)) : Object.keys(items)

function itemOf(list: string, items: List, id: string): unknown {
  if (Array.isArray(items)) return (items as Item[]).find((item) => idOf(list, item) === id)
  return Object.hasOwn(items, id) ? (items as Item)[id] : undefined
}

const union = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])]
