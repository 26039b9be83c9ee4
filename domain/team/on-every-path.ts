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
): Map<string, Set<string>> {
  const { entry, reachable } = graph
  const before = new Map<string, Set<string>>()
  if (entry === undefined) return before
  const all = new Set(
    graph.edges
      .filter(({ from }) => reachable.has(from.node))
      .flatMap(({ from }) => [...adds(from.node, from.port)]),
  )
  const after = new Map<string, Set<string>>()
  const afterOf = (edge: Edge): Set<string> => after.get(edge.id) ?? all
  const queue = new Set([entry])
  for (const id of queue) {
    queue.delete(id)
    const into = id === entry ? [] : graph.into(id).filter(({ from }) => reachable.has(from.node))
    const common = id === entry ? new Set<string>() : meet(into.map(afterOf), all)
    const opener = splitBefore(graph, id)
    const here = minus(opener === undefined ? common : (before.get(opener) ?? all), keptApart(graph, id))
    const join = graph.lanes.joinOf(id)
    if (join !== undefined && before.has(join) && before.get(id)?.size !== here.size) queue.add(join)
    before.set(id, here)
    for (const edge of graph.out(id)) {
      const left = new Set([...here, ...adds(id, edge.from.port)])
      if (someArrive(graph, id, edge)) for (const slot of minus(common, keptApart(graph, id))) left.add(slot)
      if (awaitsAll(graph, id, edge)) for (const slot of ofEveryLane(graph, into, afterOf)) left.add(slot)
      if (edge.to.node === entry) continue
      const known = after.get(edge.id)
      if (known?.size === left.size && before.has(edge.to.node)) continue
      after.set(edge.id, left)
      queue.add(edge.to.node)
    }
  }
  return before
}

const meet = (sets: readonly Set<string>[], all: Set<string>): Set<string> => {
  const [first, ...others] = sets
  return first ? new Set([...first].filter((item) => others.every((other) => other.has(item)))) : all
}

const minus = (set: Set<string>, less: ReadonlySet<string>): Set<string> =>
  less.size ? new Set([...set].filter((item) => !less.has(item))) : set

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
function ofEveryLane(graph: Graph, into: readonly Edge[], afterOf: (edge: Edge) => Set<string>): string[] {
  const lanes = new Map<string, Set<string>>()
  for (const edge of into) {
    const known = lanes.get(laneOf(graph, edge))
    const own = afterOf(edge)
    lanes.set(laneOf(graph, edge), known ? meet([known, own], known) : own)
  }
  return [...lanes.values()].flatMap((lane) => [...lane])
}

/** The way of the split by which a handoff comes to its join. */
export function laneOf({ nodes, lanes }: Graph, { from }: Edge): string {
  const source = nodes.get(from.node)
  return source && beginsLane(source, from.port) ? from.port : (lanes.of(from.node).at(-1)?.port ?? '')
}
