import { jsonEquals } from '../contract/json-schema'
import { placeKey, putChanges, puttingCommand, valueAt, type PlaceChange, type Place } from './places'
import { CommandError, type Command } from './command'
import type { Edge, TeamDocument } from './document'

/** What two people changed differently. What stands in the document is theirs until somebody chooses. */
export interface Clash {
  /** Without `field` it is about the whole item: one of the two took it away, or both made it. */
  place: Place
  /** What was wanted here; absent: that it goes. */
  mine?: unknown
  /** What stands there; absent: it is gone. */
  theirs?: unknown
  /** What puts mine over theirs; none where that cannot be. */
  changes: readonly PlaceChange[]
}

export interface Sorted {
  /** What can be put on the document without undoing anything of somebody else's. */
  clean: PlaceChange[]
  clashes: Clash[]
}

/**
 * Which of the changes meet a document that somebody else has changed at the same place since they were made.
 * Where cards and notes stand is nobody's loss: there the later holds.
 * @param wanted the document as it was wanted, from which what is gone can be brought back
 */
export function clashesOf(
  document: TeamDocument,
  changes: readonly PlaceChange[],
  wanted?: TeamDocument,
): Sorted {
  const met = changes.filter((change) => change.id === undefined || !isAt(document, change, 'to'))
  const clashes = new Map<string, Clash>()
  const clean: PlaceChange[] = []
  const comes = new Set(met.filter(isWhole('nodes', 'to')).map(({ id }) => id))
  const there = (node: string): boolean => comes.has(node) || document.nodes.some(({ id }) => id === node)
  for (const change of met) {
    const { list, id, field } = change
    const gone =
      id !== undefined && field !== undefined && valueAt(document, { list: list ?? '', id }) === undefined
    if (gone) {
      if (!isCosmetic(change)) add(clashes, lost(document, { list: list ?? '', id }, wanted))
    } else if (isWhole('edges', 'to')(change) && !endsOf(change.to).every(there)) {
      add(clashes, lost(document, { list: 'edges', id: id ?? '' }, wanted, change.to))
    } else if (isCosmetic(change)) {
      if (list !== 'layout.positions' || change.to === undefined || there(id ?? '')) clean.push(change)
    } else if (
      (id === undefined && list !== undefined) ||
      (isAt(document, change, 'from') && !isHeld(document, change, met))
    ) {
      clean.push(change)
    } else add(clashes, clashAt(document, change))
  }
  return withDependents(clean, [...clashes.values()])
}

/**
 * Puts changes on a document, each that can be. What does not hold there any more is told as a clash.
 * @returns the document, and the changes that are in it
 */
export function putWhatHolds(
  document: TeamDocument,
  { clean, clashes }: Sorted,
): Sorted & { document: TeamDocument } {
  if (clean.length === 0) return { document, clean, clashes }
  const all = attempt(document, clean)
  if (all) return { document: all, clean, clashes }
  const held: PlaceChange[] = []
  const refused: Clash[] = []
  let current = document
  for (const change of clean.toSorted((a, b) => turnOf(a) - turnOf(b))) {
    const next = attempt(current, [change])
    if (next) {
      current = next
      held.push(change)
    } else refused.push(clashAt(document, change))
  }
  return { document: current, clean: held, clashes: [...clashes, ...refused] }
}

/**
 * The edit that puts mine over theirs in the document as it stands now.
 * @returns undefined when it cannot be: what it needs is gone, too
 */
export function keepingMine(document: TeamDocument, { changes }: Clash): Command | undefined {
  const comes = new Set(changes.filter(isWhole('nodes', 'to')).map(({ id }) => id))
  const goes = new Set(changes.filter(isWhole('nodes', 'from')).map(({ id }) => id))
  const there = (node: string): boolean =>
    !goes.has(node) && (comes.has(node) || document.nodes.some(({ id }) => id === node))
  const kept = changes.filter(
    (change) => !(isWhole('edges', 'to')(change) && changes.length > 1) || endsOf(change.to).every(there),
  )
  const hanging = document.edges
    .filter(({ from, to }) => goes.has(from.node) || goes.has(to.node))
    .map((edge): PlaceChange => ({ list: 'edges', id: edge.id, from: edge }))
  const all = [...hanging, ...kept]
  return all.length > 0 && attempt(document, all) ? puttingCommand(all) : undefined
}

/** Of what is drawn only, but for words: a place or a size, where the later holds. */
function isCosmetic({ list, field, from, to }: PlaceChange): boolean {
  if (!list?.startsWith('layout.')) return false
  if (list === 'layout.positions') return true
  if (list === 'layout.groups') return field !== 'name'
  if (field === undefined) return from === undefined
  return !(typeof (to ?? from) === 'string')
}

const isWhole =
  (list: string, side: 'from' | 'to') =>
  (change: PlaceChange): boolean =>
    change.list === list &&
    change.id !== undefined &&
    change.field === undefined &&
    change[side] !== undefined &&
    change[side === 'to' ? 'from' : 'to'] === undefined

const isAt = (document: TeamDocument, change: PlaceChange, side: 'from' | 'to'): boolean =>
  jsonEquals(valueAt(document, change) ?? null, change[side] ?? null)

/** A node that goes, but that a handoff holds which does not go with it. */
const isHeld = (document: TeamDocument, change: PlaceChange, changes: readonly PlaceChange[]): boolean =>
  isWhole('nodes', 'from')(change) &&
  document.edges.some(
    ({ id, from, to }) =>
      (from.node === change.id || to.node === change.id) &&
      !changes.some((other) => other.list === 'edges' && other.id === id),
  )

function clashAt(document: TeamDocument, change: PlaceChange): Clash {
  const { list, id, field, to } = change
  const theirs = valueAt(document, change)
  return {
    place: {
      ...(list !== undefined && { list }),
      ...(id !== undefined && { id }),
      ...(field !== undefined && { field }),
    },
    ...(to !== undefined && { mine: to }),
    ...(theirs !== undefined && { theirs }),
    changes: [{ ...change, ...(theirs !== undefined && { from: theirs }) }],
  }
}

/** Somebody took away what was changed here: with what it takes to bring it back as it was wanted. */
function lost(
  document: TeamDocument,
  place: { list: string; id: string },
  wanted: TeamDocument | undefined,
  item = wanted && valueAt(wanted, place),
): Clash {
  if (!wanted || item === undefined) return { place, changes: [] }
  const back = new Set(
    (place.list === 'edges' ? endsOf(item) : [place.list === 'nodes' ? place.id : '']).filter(
      (id) => id !== '' && !document.nodes.some((node) => node.id === id),
    ),
  )
  const nodes = wanted.nodes.flatMap((node, i): PlaceChange[] =>
    back.has(node.id)
      ? [{ list: 'nodes', id: node.id, to: node, after: wanted.nodes[i - 1]?.id ?? null }]
      : [],
  )
  const positions = [...back].flatMap((id): PlaceChange[] => {
    const at = wanted.layout.positions[id]
    return at ? [{ list: 'layout.positions', id, to: at }] : []
  })
  const edges = wanted.edges
    .map((edge, i): PlaceChange => ({
      list: 'edges',
      id: edge.id,
      to: edge,
      after: wanted.edges[i - 1]?.id ?? null,
    }))
    .filter(
      ({ id, to }) =>
        endsOf(to).some((node) => back.has(node)) || (place.list === 'edges' && id === place.id),
    )
  const self: PlaceChange[] = place.list === 'nodes' || place.list === 'edges' ? [] : [{ ...place, to: item }]
  return { place, mine: item, changes: [...nodes, ...positions, ...edges, ...self] }
}

const endsOf = (edge: unknown): string[] => {
  const { from, to } = edge as Edge
  return [from.node, to.node]
}

/** Where a node itself is disputed, its place and its handoffs wait with it. */
function withDependents(clean: PlaceChange[], clashes: Clash[]): Sorted {
  const disputed = new Map(
    clashes
      .filter(({ place }) => place.list === 'nodes' && place.field === undefined)
      .map((clash) => [clash.place.id ?? '', clash]),
  )
  if (disputed.size === 0) return { clean, clashes }
  const more = new Map<Clash, PlaceChange[]>()
  const free = clean.filter((change) => {
    const nodes =
      change.list === 'layout.positions'
        ? [change.id ?? '']
        : change.list === 'edges' && change.field === undefined && change.id !== undefined
          ? endsOf(change.to ?? change.from)
          : []
    const owner = nodes.map((node) => disputed.get(node)).find((clash) => clash !== undefined)
    if (!owner) return true
    more.set(owner, [...(more.get(owner) ?? []), change])
    return false
  })
  return {
    clean: free,
    clashes: clashes.map((clash) => {
      const known = new Set(clash.changes.map(placeKey))
      const added = more.get(clash)?.filter((change) => !known.has(placeKey(change))) ?? []
      return added.length > 0 ? { ...clash, changes: [...clash.changes, ...added] } : clash
    }),
  }
}

const add = (clashes: Map<string, Clash>, clash: Clash): void => {
  const key = placeKey(clash.place)
  if (!clashes.has(key)) clashes.set(key, clash)
}

/** What others may need comes first: handoffs go before nodes, and come after them. */
function turnOf({ list, to, id }: PlaceChange): number {
  if (list === undefined) return 0
  if (id === undefined) return 5
  if (list === 'edges') return to === undefined ? 1 : 4
  return to === undefined ? 3 : 2
}

function attempt(document: TeamDocument, changes: readonly PlaceChange[]): TeamDocument | undefined {
  try {
    return putChanges(document, changes)
  } catch (error) {
    if (error instanceof CommandError) return undefined
    throw error
  }
}
