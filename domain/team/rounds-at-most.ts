import { leadsOnTo, leavesToReturn } from './carry'
import { walk, type Graph } from './graph'
import { beginsLane, kindOf } from './kinds/registry'

/**
 * How often each node that goes back may do so in all, of one item of the maps it stands in; only for graphs without
 * cycles but those. A node's own bound is on times in a row (domain/run/rounds.ts), so whoever goes back from further on
 * gives it all of its rounds once more: with nodes in the order in which paths lead on,
 * rounds(n) = bound(n) · (1 + Σ rounds(m)) over the later m from whose way back a path leads to n that no m' between
 * or behind them takes back.
 */
export function roundsAtMost(graph: Graph): Map<string, number> {
  const order = inOrder(graph)
  const place = new Map(order.map((id, i) => [id, i]))
  const back = new Map(order.map((id) => [id, backFrom(graph, id)]))
  const returning = order.filter((id) => (back.get(id) ?? []).length > 0)
  const cameForward = turned(order, (id) => forward(graph, id))
  const cameBack = turned(returning, (id) => back.get(id) ?? [])
  const rounds = new Map<string, number>()
  for (const id of [...returning].reverse()) {
    const here = place.get(id) ?? 0
    const before = (other: string): string[] => [
      ...(cameForward.get(other) ?? []),
      ...(cameBack.get(other) ?? []).filter((source) => (place.get(source) ?? 0) < here),
    ]
    const leading = walk([id], before)
    const again = returning.filter(
      (other) => (place.get(other) ?? 0) > here && (back.get(other) ?? []).some((to) => leading.has(to)),
    )
    const node = graph.nodes.get(id)
    const bound = node ? (kindOf(node).returns?.(node) ?? 0) : 0
    rounds.set(id, bound * again.reduce((sum, other) => sum + (rounds.get(other) ?? 0), 1))
  }
  return rounds
}

/** Ways the other way round: from where a node is come to. */
function turned(ids: readonly string[], next: (id: string) => readonly string[]): Map<string, string[]> {
  const sources = new Map<string, string[]>()
  for (const id of ids)
    for (const to of next(id)) {
      const known = sources.get(to)
      if (known) known.push(id)
      else sources.set(to, [id])
    }
  return sources
}

/** Where a node goes back to. */
const backFrom = (graph: Graph, id: string): string[] =>
  graph
    .out(id)
    .filter((edge) => leavesToReturn(graph, edge))
    .map(({ to }) => to.node)

/** Where a path leads on to: also from within a lane, however it ends, to what follows the split. */
function forward(graph: Graph, id: string): string[] {
  const opener = graph.lanes.of(id).at(-1)?.opener
  const join = opener === undefined ? undefined : graph.lanes.joinOf(opener)
  return [
    ...leadsOnTo(graph, id),
    ...(join === undefined ? [] : join === opener ? behindOwn(graph, join) : [join]),
  ]
}

/** What follows one who is its own join. */
function behindOwn(graph: Graph, id: string): string[] {
  const node = graph.nodes.get(id)
  return graph
    .out(id)
    .filter((edge) => node && !beginsLane(node, edge.from.port) && !leavesToReturn(graph, edge))
    .map(({ to }) => to.node)
}

/** The reachable nodes, each before those that paths lead on to from it. */
function inOrder(graph: Graph): string[] {
  const done: string[] = []
  const seen = new Set<string>()
  const visit = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    for (const next of forward(graph, id)) visit(next)
    done.push(id)
  }
  for (const id of graph.reachable) visit(id)
  return done.reverse()
}
