import type { Bundle } from './bundle'
import type { TeamProblem } from './checks/check'
import type { TeamDocument } from './document'
import { graphOf, type Graph } from './graph'
import { contractsNamedBy, kindOf } from './kinds/registry'
import { partOf, type Tried } from './trial'

/**
 * Those errors of a drawing that keep a part of it from being tried: of steps that are carried out, of handoffs between
 * them, of contracts they name, and of no place at all. What comes before the part is pinned, what comes after it is
 * never come to, and how its last step goes on is not asked.
 */
export function errorsWithin(
  errors: readonly TeamProblem[],
  document: TeamDocument,
  tried: Tried,
): TeamProblem[] {
  const graph = graphOf(document)
  const { from, to } = boundsOf(graph, tried)
  if (graph.entry === undefined || (from === undefined && to === undefined)) return [...errors]
  const part = partOf(graph, from ?? graph.entry, to)
  const done = new Set([...part].filter((id) => !Object.hasOwn(tried.pins ?? {}, id)))
  // What is given is checked by its contract as well.
  const given = [graph.entry, ...Object.keys(tried.pins ?? {})]
  const contracts = new Set(
    [...done, ...given].flatMap((id) => {
      const node = graph.nodes.get(id)
      return node ? contractsNamedBy(node).map(({ contract }) => contract) : []
    }),
  )
  return errors.filter(({ code, place: { node, edge: id, contract } }) => {
    if (node !== undefined) return done.has(node) && !(node === to && ONWARD.has(code))
    if (id !== undefined) {
      const edge = document.edges.find((one) => one.id === id)
      return edge !== undefined && edge.from.node !== to && part.has(edge.from.node) && done.has(edge.to.node)
    }
    return contract === undefined || contracts.has(contract)
  })
}

/** Found at a step, but of where it leads. */
const ONWARD = new Set(['ports.open', 'ends.never', 'ends.unbounded', 'lanes.open'])

/** A trial's bundle without the steps that it never comes to, so that nothing looks ahead at what is not sound there. */
export function withoutTheRest(bundle: Bundle, document: TeamDocument, tried: Tried): Bundle {
  const graph = graphOf(document)
  const { from, to } = boundsOf(graph, tried)
  const kept = new Set([
    bundle.entry,
    ...partOf(graph, from ?? bundle.entry, to),
    ...(bundle.trial?.before ?? []),
  ])
  const nodes = Object.entries(bundle.nodes).filter(([id]) => kept.has(id))
  const next = Object.entries(bundle.next)
    .filter(([id]) => kept.has(id))
    // The way by which the last step leads on says how the part ends.
    .map(([id, edges]) => [id, id === to ? edges : edges.filter((edge) => kept.has(edge.to))])
  return { ...bundle, nodes: Object.fromEntries(nodes), next: Object.fromEntries(next) as Bundle['next'] }
}

/** Beginning where every run begins is no bound. */
const boundsOf = ({ nodes }: Graph, { from, to }: Tried): Pick<Tried, 'from' | 'to'> => {
  const first = nodes.get(from ?? '')
  return { ...(first && kindOf(first).takesIn && { from: first.id }), ...(to !== undefined && { to }) }
}
