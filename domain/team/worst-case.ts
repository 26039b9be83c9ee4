import { leadsOnTo, leavesToReturn } from './carry'
import type { Compilation } from './checks/check'
import { cyclesOf, type Graph } from './graph'
import { kindOf } from './kinds/registry'
import { isStaffed } from './kinds/staffed'
import type { TeamNode } from './node'

/** Rounds of tool calls an agent may take within one attempt; each asks the model once more. */
export const MAX_TOOL_ROUNDS = 6

/**
 * The most calls of models that one run can make, or null where nothing bounds it: the dearest path from the beginning,
 * where a split costs all its lanes and a map its way once for each item; and for every time somebody may send back,
 * the dearest path from where it leads.
 */
export function worstModelCalls({ graph, agents }: Pick<Compilation, 'graph' | 'agents'>): number | null {
  if (graph.entry === undefined || graph.lanes.faults.length > 0) return null
  const forward = (id: string): string[] => leadsOnTo(graph, id)
  if (cyclesOf(graph.reachable, forward).length > 0) return null
  const from = dearestFrom(graph, (id) => callsOf(graph.nodes.get(id), agents))
  let total = from(graph.entry)
  for (const edge of graph.edges) {
    const source = graph.nodes.get(edge.from.node)
    if (!source || !leavesToReturn(graph, edge) || !graph.reachable.has(source.id)) continue
    const rounds = kindOf(source).returns?.(source) ?? 0
    total += rounds * timesGone(graph, source.id) * from(edge.to.node)
  }
  return total
}

/** The dearest way on from each node to where its lane ends; only for graphs without cycles. */
function dearestFrom(graph: Graph, cost: (id: string) => number) {
  const known = new Map<string, number>()
  const dearest = (ids: readonly string[]): number => Math.max(0, ...ids.map(from))
  const from = (id: string): number => {
    const kept = known.get(id)
    if (kept !== undefined) return kept
    const node = graph.nodes.get(id)
    const total = cost(id) + (node && kindOf(node).opens ? split(node) : dearest(onWithin(id)))
    known.set(id, total)
    return total
  }
  // What lies behind a join is counted where its split is.
  const onWithin = (id: string): string[] => leadsOnTo(graph, id).filter((to) => !joins(graph, to))
  const split = (opener: TeamNode): number => {
    const lanes = onWithin(opener.id).map(from)
    const join = graph.lanes.joinOf(opener.id)
    const behind = join === undefined ? 0 : from(join)
    return lanes.reduce((sum, lane) => sum + lane, 0) * timesOpened(opener) + behind
  }
  return from
}

const joins = ({ nodes }: Graph, id: string): boolean => {
  const node = nodes.get(id)
  return node !== undefined && kindOf(node).closes === true
}

const timesOpened = (opener: TeamNode | undefined): number =>
  opener === undefined ? 1 : (kindOf(opener).times?.(opener) ?? 1)

/** How often a node may be come to because it stands within maps. */
const timesGone = ({ nodes, lanes }: Graph, id: string): number =>
  lanes.of(id).reduce((times, { opener }) => times * timesOpened(nodes.get(opener)), 1)

/** Calls of one activation: every attempt with all its repairs and rounds of tools. */
function callsOf(node: TeamNode | undefined, agents: Compilation['agents']): number {
  if (!node || !isStaffed(node)) return 0
  const tools = (agents.get(node.agent ?? '')?.tools.length ?? 0) > 0
  return (1 + node.retries) * (1 + node.repairs + (tools ? MAX_TOOL_ROUNDS : 0))
}
