import type { Item, Lane, Split } from '../lanes/lane-tree'
import { unite } from './axis'
import type { Bar, Row, Shown } from './row'
import type { Visit } from './visits'

/** So many lanes are shown from the start; more are closed until somebody opens them. */
const FEW = 4

/** The lines of what is nested: a line for each split, below it one for each lane, below that what stands in it. */
export function laneRows(
  items: readonly Item[],
  rowsOf: (visit: Visit) => Row[],
  shown: Shown,
  depth = 0,
): Row[] {
  return items.flatMap((item) =>
    item.kind === 'visit'
      ? rowsOf(item.visit).map((row) => ({ ...row, depth }))
      : splitRows(item, rowsOf, shown, depth),
  )
}

function splitRows(split: Split, rowsOf: (visit: Visit) => Row[], shown: Shown, depth: number): Row[] {
  const { fork, name, says, lanes } = split
  if (lanes.length === 0) return []
  const few = lanes.length <= FEW
  const open = isOpen(fork.fork, few, shown)
  const head: Row = {
    ...summary(
      lanes.flatMap(({ items }) => items),
      rowsOf,
    ),
    key: fork.fork,
    depth,
    name,
    aside: says,
    note: '',
    open,
  }
  return open ? [head, ...lanes.flatMap((lane) => laneLines(lane, few, rowsOf, shown, depth + 1))] : [head]
}

function laneLines(
  lane: Lane,
  few: boolean,
  rowsOf: (visit: Visit) => Row[],
  shown: Shown,
  depth: number,
): Row[] {
  const [first, ...others] = lane.items
  const aside = lane.state === 'arrived' ? '' : lane.state
  // One step is a line of its own: a line above it would say nothing more.
  if (first?.kind === 'visit' && others.length === 0) {
    const [row, ...below] = rowsOf(first.visit)
    if (!row) return []
    const calls = few || shown.all ? below : below.filter(({ kind }) => kind !== 'call')
    return [
      { ...row, depth, name: lane.label, aside: [aside, row.name].filter(Boolean).join(', ') },
      ...calls.map((one) => ({ ...one, depth })),
    ]
  }
  const open = isOpen(lane.path, few, shown)
  const head: Row = {
    ...summary(lane.items, rowsOf),
    key: lane.path,
    depth,
    name: lane.label,
    aside,
    note: '',
    ...(lane.items.length > 0 && { open }),
  }
  return open ? [head, ...laneRows(lane.items, rowsOf, shown, depth + 1)] : [head]
}

const isOpen = (key: string, usual: boolean, { turned, all }: Shown): boolean =>
  all || (turned.has(key) ? !usual : usual)

/** When anything of it worked or waited, how long in all, and what it cost. */
function summary(
  items: readonly Item[],
  rowsOf: (visit: Visit) => Row[],
): Omit<Row, 'key' | 'name' | 'aside' | 'note' | 'depth'> {
  const rows = visitsIn(items).flatMap((visit) => rowsOf(visit).slice(0, 1))
  const spans = (...tones: Bar['tone'][]) =>
    unite(rows.flatMap(({ bars }) => bars.filter(({ tone }) => tones.includes(tone))))
  const bars = [
    ...spans('person').map((span): Bar => ({ ...span, tone: 'person' })),
    ...spans('work', 'blocked', 'failed').map((span): Bar => ({ ...span, tone: 'work' })),
    ...spans('running').map((span): Bar => ({ ...span, tone: 'running' })),
  ]
  const micros = rows.reduce((total, row) => total + (row.micros ?? 0n), 0n)
  const worked = spans('work', 'blocked', 'failed', 'running')
  return {
    level: 0,
    kind: 'lanes',
    visit: null,
    bars,
    ms: worked.length ? worked.reduce((total, { from, to }) => total + to - from, 0) : null,
    micros: micros > 0n ? micros : null,
  }
}

const visitsIn = (items: readonly Item[]): Visit[] =>
  items.flatMap((item) =>
    item.kind === 'visit' ? [item.visit] : item.lanes.flatMap(({ items: within }) => visitsIn(within)),
  )

/** The lines that must be open for a visit to be seen, by their keys. */
export function linesAround(
  items: readonly Item[],
  visit: string,
): { key: string; few: boolean }[] | undefined {
  for (const item of items) {
    if (item.kind === 'visit') {
      if (item.visit.key === visit) return []
      continue
    }
    const few = item.lanes.length <= FEW
    for (const lane of item.lanes) {
      const inner = linesAround(lane.items, visit)
      if (!inner) continue
      const alone = lane.items.length === 1 && lane.items[0]?.kind === 'visit'
      return [{ key: item.fork.fork, few }, ...(alone ? [] : [{ key: lane.path, few }]), ...inner]
    }
  }
  return undefined
}
