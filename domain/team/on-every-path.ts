import type { Edge } from './document'
import type { Graph } from './graph'
import type { JoinRules } from '../run/fork'
import { beginsLane, kindOf, waysAtOnce } from './kinds/registry'
import type { TeamNode } from './node'

/**
 * The slots written before each reachable node on every path to it: the greatest solution of
 * before(n) = ⋂ over handoffs e into n of after(e), and after(e) = before(source) ∪ adds(source, way), with nothing before
 * the entry. (Forward must-analysis, as in available expressions: Kildall 1973.) Three things more at a join: where too
 * few came, perhaps none did, so only what was written before the split is there; behind one that waits for all lanes of
 * a parallel, what every lane wrote is there; behind one of a map, nothing of its items.
 */
export function onEveryPath(
  graph: Graph,
  adds: (id: string, port: string) => Iterable<string>,
): Map<string, ReadonlySet<string>> {
  const { entry, reachable } = graph
  if (entry === undefined) return new Map()
  const edges = graph.edges.filter(({ from }) => reachable.has(from.node))
  const added = new Map(edges.map((edge) => [edge.id, [...adds(edge.from.node, edge.from.port)]]))
  const slots = new SlotSets(new Set([...added.values()].flat()))
  const apart = new Map<string, Slots>()
  const apartAt = (id: string): Slots => {
    const known = apart.get(id) ?? slots.of(keptApart(graph, id))
    apart.set(id, known)
    return known
  }
  const before = new Map<string, Slots>()
  const after = new Map<string, Slots>()
  const afterOf = (edge: Edge): Slots => after.get(edge.id) ?? slots.all
  const queue = new Set([entry])
  for (const id of queue) {
    queue.delete(id)
    const into = id === entry ? [] : graph.into(id).filter(({ from }) => reachable.has(from.node))
    const common = id === entry ? slots.none : slots.meet(into.map(afterOf))
    const opener = splitBefore(graph, id)
    const here = slots.minus(opener === undefined ? common : (before.get(opener) ?? slots.all), apartAt(id))
    const join = graph.lanes.joinOf(id)
    const known = before.get(id)
    if (join !== undefined && before.has(join) && !(known && slots.same(known, here))) queue.add(join)
    before.set(id, here)
    for (const edge of graph.out(id)) {
      let left = slots.union(here, slots.of(added.get(edge.id) ?? []))
      if (someArrive(graph, id, edge)) left = slots.union(left, slots.minus(common, apartAt(id)))
      if (awaitsAll(graph, id, edge)) left = slots.union(left, ofEveryLane(graph, slots, into, afterOf))
      if (edge.to.node === entry) continue
      const kept = after.get(edge.id)
      if (kept && slots.same(kept, left) && before.has(edge.to.node)) continue
      after.set(edge.id, left)
      queue.add(edge.to.node)
    }
  }
  return new Map([...before].map(([id, written]) => [id, slots.named(written)]))
}

/** A set of slots as bits, thirty-two a word: a large team has hundreds of them at each of hundreds of nodes. */
type Slots = Uint32Array

class SlotSets {
  readonly all: Slots
  readonly none: Slots
  private readonly names: readonly string[]
  private readonly places: ReadonlyMap<string, number>
  private readonly sets = new Map<string, ReadonlySet<string>>()

  constructor(names: Iterable<string>) {
    this.names = [...names]
    this.places = new Map(this.names.map((name, i) => [name, i]))
    this.none = new Uint32Array(Math.ceil(this.names.length / 32))
    this.all = this.of(this.names)
  }

  of(names: Iterable<string>): Slots {
    const found = new Uint32Array(this.none)
    for (const name of names) {
      const place = this.places.get(name)
      if (place !== undefined) found[place >>> 5] = (found[place >>> 5] ?? 0) | (1 << (place & 31))
    }
    return found
  }

  /** What is in all of them; of none of them, everything. */
  meet(list: readonly Slots[]): Slots {
    const [first = this.all, ...others] = list
    return others.reduce((common, other) => this.each((i) => (common[i] ?? 0) & (other[i] ?? 0)), first)
  }

  union = (a: Slots, b: Slots): Slots => this.each((i) => (a[i] ?? 0) | (b[i] ?? 0))

  minus = (a: Slots, b: Slots): Slots => this.each((i) => (a[i] ?? 0) & ~(b[i] ?? 0))

  same(a: Slots, b: Slots): boolean {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
    return true
  }

  private each(wordAt: (i: number) => number): Slots {
    const made = new Uint32Array(this.none.length)
    for (let i = 0; i < made.length; i++) made[i] = wordAt(i)
    return made
  }

  /** By name; the same set for the same slots. */
  named(slots: Slots): ReadonlySet<string> {
    const key = slots.join()
    const found =
      this.sets.get(key) ??
      new Set(this.names.filter((_, i) => ((slots[i >>> 5] ?? 0) & (1 << (i & 31))) !== 0))
    this.sets.set(key, found)
    return found
  }
}

/** What is written for each item of a map stays with the items. */
function keptApart({ nodes, lanes, reachable }: Graph, join: string): ReadonlySet<string> {
  const opener = nodes.get(lanes.openerOf(join) ?? '')
  if (!opener || kindOf(opener).opens !== 'items') return new Set()
  const inside = [...reachable].filter((id) => lanes.of(id).some((lane) => lane.opener === opener.id))
  return new Set([opener.id, ...inside])
}

/** Of a join that is nothing else: what it brings together. */
function splitBefore({ lanes }: Graph, id: string): string | undefined {
  const opener = lanes.openerOf(id)
  return opener === id ? undefined : opener
}

/** Whether a join is left by a way that some lane must have come to it for. */
function someArrive({ nodes, lanes }: Graph, id: string, { from }: Edge): boolean {
  const rules = rulesAt(nodes.get(id))
  const opener = nodes.get(lanes.openerOf(id) ?? '')
  if (!rules || !opener || from.port !== 'out') return false
  if (rules.wait !== 'all') return true
  return rules.tolerate < (waysAtOnce(opener) ?? 0)
}

function awaitsAll({ nodes, lanes }: Graph, id: string, { from }: Edge): boolean {
  const rules = rulesAt(nodes.get(id))
  if (rules?.wait !== 'all' || from.port !== 'out' || rules.tolerate > 0) return false
  return waysAtOnce(nodes.get(lanes.openerOf(id) ?? '')) !== undefined
}

const rulesAt = (node: TeamNode | undefined): JoinRules | undefined => node && kindOf(node).joins?.(node)

/** What each lane wrote on every path to the join, of all lanes together. */
function ofEveryLane(
  graph: Graph,
  slots: SlotSets,
  into: readonly Edge[],
  afterOf: (edge: Edge) => Slots,
): Slots {
  const lanes = new Map<string, Slots[]>()
  for (const edge of into) {
    const lane = laneOf(graph, edge)
    lanes.set(lane, [...(lanes.get(lane) ?? []), afterOf(edge)])
  }
  return [...lanes.values()].map((list) => slots.meet(list)).reduce(slots.union, slots.none)
}

/** The way of the split by which a handoff comes to its join. */
export function laneOf({ nodes, lanes }: Graph, { from }: Edge): string {
  const source = nodes.get(from.node)
  return source && beginsLane(source, from.port) ? from.port : (lanes.of(from.node).at(-1)?.port ?? '')
}
