/** As much of a run as its place in the list needs. */
interface Placed {
  id: string
  createdAt: Date
}

interface Lists<R extends Placed> {
  /** The newest runs that fit, as they are now. */
  head: readonly R[]
  /** Whether the head is all there is. */
  whole: boolean
  /** The pages that were read so far, from the top, as they were then. */
  pages: readonly R[]
  /** Runs read again since, by id. */
  fresh: ReadonlyMap<string, R>
  /** While someone reads: the ids in the order in which they stand, which must not move. */
  held: readonly string[] | null
}

/**
 * The rows to show. At the top of the list it follows what happens; while someone reads, every row keeps its place and
 * only its cells change, and what is newer is counted.
 */
export function mergeRows<R extends Placed>({
  head,
  whole,
  pages,
  fresh,
  held,
}: Lists<R>): {
  rows: R[]
  newer: number
} {
  const latest = new Map<string, R>()
  for (const row of pages) latest.set(row.id, row)
  for (const [id, row] of fresh) latest.set(id, row)
  for (const row of head) latest.set(row.id, row)
  const inHead = new Set(head.map(({ id }) => id))
  const last = head.at(-1)
  if (!held) {
    const below = whole || !last ? [] : pages.filter((row) => !inHead.has(row.id) && isOlder(row, last))
    return { rows: [...head, ...below.map((row) => latest.get(row.id) ?? row)], newer: 0 }
  }
  const places = new Set(held)
  const kept = held.flatMap((id) => latest.get(id) ?? [])
  const [first, end] = [kept[0], kept.at(-1)]
  const below = end ? pages.filter((row) => !places.has(row.id) && isOlder(row, end)) : []
  const newer = head.filter((row) => !places.has(row.id) && (!first || isOlder(first, row))).length
  return { rows: [...kept, ...below.map((row) => latest.get(row.id) ?? row)], newer }
}

const isOlder = (a: Placed, b: Placed): boolean =>
  a.createdAt.getTime() < b.createdAt.getTime() ||
  (a.createdAt.getTime() === b.createdAt.getTime() && a.id < b.id)
