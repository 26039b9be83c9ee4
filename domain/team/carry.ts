import type { Carried } from './carried'
import type { Edge } from './document'
import type { Graph } from './graph'
import { keptFor } from '../kept'
import { handedOnBy, kindOf } from './kinds/registry'

/**
 * What may cross each handoff, by its id; usual first. Writers hand on their own slot, gates and routers whatever
 * came in. A handoff that goes back hands its target what the target was first handed.
 */
export function carriedOn(graph: Graph): Map<string, Carried[]> {
  const carried = new Map<string, Carried[]>(graph.edges.map(({ id }) => [id, []]))
  const queue = new Set(graph.edges)
  for (const edge of queue) {
    queue.delete(edge)
    const known = carried.get(edge.id) ?? []
    const found = carriedBySource(graph, edge, carried)
    const news = found.filter((one) => !known.some((other) => same(one, other)))
    if (news.length === 0) continue
    carried.set(edge.id, [...known, ...news])
    for (const next of graph.out(edge.to.node)) queue.add(next)
    for (const back of graph.into(edge.to.node)) queue.add(back)
    for (const on of graph.out(graph.lanes.joinOf(edge.to.node) ?? '')) queue.add(on)
  }
  return carried
}

/** What is asked about the handoffs of a graph again and again. */
const known = keptFor((_graph: Graph) => ({
  returning: new Map<Edge, boolean>(),
  leadingTo: new Map<string, string[]>(),
}))

/** Whether a handoff goes back to someone who has been handed something before, to do it once more. */
export function isReturn(graph: Graph, edge: Edge): boolean {
  const { returning } = known(graph)
  const found = returning.get(edge) ?? findReturn(graph, edge)
  returning.set(edge, found)
  return found
}

function findReturn(graph: Graph, edge: Edge): boolean {
  const target = graph.nodes.get(edge.to.node)
  if (!leavesToReturn(graph, edge) || !target || !kindOf(target).writes(target)) return false
  // To a join it is the end of a lane like any other.
  if (kindOf(target).closes === 'any' || bringsBack(graph, edge)) return false
  return graph.into(edge.to.node).some((other) => !leavesToReturn(graph, other) && !bringsBack(graph, other))
}

/** What may come into a node by handoffs that lead on, or that bring back what it gave away. */
export function arrivingAt(graph: Graph, carried: ReadonlyMap<string, Carried[]>, id: string): Carried[] {
  const into = graph.into(id).filter((edge) => !isReturn(graph, edge))
  return distinct(into.flatMap((edge) => carried.get(edge.id) ?? []))
}

/** What may have been handed to a node before it did anything. */
function firstArrivingAt(graph: Graph, carried: ReadonlyMap<string, Carried[]>, id: string): Carried[] {
  const into = graph.into(id).filter((edge) => !isReturn(graph, edge) && !bringsBack(graph, edge))
  return distinct(into.flatMap((edge) => carried.get(edge.id) ?? []))
}

/** Whether a handoff brings what a lane did back to the one who gave it. */
export const bringsBack = ({ lanes }: Graph, { from, to }: Edge): boolean =>
  lanes.openerOf(to.node) === to.node && lanes.of(from.node).at(-1)?.opener === to.node

/** Where a node leads on to, going back left out: without a circle where every path ends. */
export function leadsOnTo(graph: Graph, id: string): readonly string[] {
  const { leadingTo } = known(graph)
  const found =
    leadingTo.get(id) ??
    graph
      .out(id)
      .filter(
        (edge) => !leavesToReturn(graph, edge) && !bringsBack(graph, edge) && edge.to.node !== graph.entry,
      )
      .map(({ to }) => to.node)
  leadingTo.set(id, found)
  return found
}

/** Whether a handoff leaves by a way that goes back. */
export function leavesToReturn(graph: Graph, { from }: Edge): boolean {
  const source = graph.nodes.get(from.node)
  return (
    source !== undefined &&
    kindOf(source)
      .ports(source)
      .some(({ id, returns }) => returns && id === from.port)
  )
}

function carriedBySource(graph: Graph, edge: Edge, carried: ReadonlyMap<string, Carried[]>): Carried[] {
  if (isReturn(graph, edge)) return firstArrivingAt(graph, carried, edge.to.node)
  const source = graph.nodes.get(edge.from.node)
  if (!source) return []
  const own = handedOnBy(source, edge.from.port)
  if (own.length > 0) return own
  // A join that gathers nothing hands on what came into the split.
  return arrivingAt(graph, carried, graph.lanes.openerOf(source.id) ?? source.id)
}

const same = (a: Carried, b: Carried): boolean => a.slot === b.slot && a.contract === b.contract

const distinct = (list: Carried[]): Carried[] =>
  list.filter((one, i) => list.findIndex((other) => same(one, other)) === i)
