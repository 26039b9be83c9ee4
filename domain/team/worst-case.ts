import { leadsOnTo, leavesToReturn } from './carry'
import type { Compilation } from './checks/check'
import { cyclesOf, type Graph } from './graph'
import { beginsLane, kindOf } from './kinds/registry'
import { isStaffed } from './staff'
import type { TeamNode } from './node'
import { roundsAtMost } from './rounds-at-most'

/** Rounds of tool calls an agent may take within one attempt; each asks the model once more. */
export const MAX_TOOL_ROUNDS = 6

/** Of all that its tools answer within one attempt, an agent is shown so much; the rest is left out. */
export const MAX_TOOL_CHARACTERS = 120_000

/** To summarise a view: a cheap model is asked, and where none answers, one of the agent's own. */
export const SUMMARY_CALLS = 2

/** The most calls of models that one run can make, or null where nothing bounds it. */
export const worstModelCalls = ({ graph, agents }: Pick<Compilation, 'graph' | 'agents'>): number | null =>
  worstOf(graph, (id) => callsOf(graph.nodes.get(id), agents))

/**
 * The most that one run can come to, by what one visit of each node costs, or null where nothing bounds it: the dearest
 * path from the beginning, where a split costs all its lanes and a map its way once for each item; and for every time
 * somebody may send back in all, the dearest path from where it leads.
 */
export function worstOf(graph: Graph, cost: (id: string) => number): number | null {
  if (graph.entry === undefined || graph.lanes.faults.length > 0) return null
  const forward = (id: string): readonly string[] => leadsOnTo(graph, id)
  if (cyclesOf(graph.reachable, forward).length > 0) return null
  const from = dearestFrom(graph, cost)
  let total = from(graph.entry)
  const rounds = roundsAtMost(graph)
  for (const edge of graph.edges) {
    const source = graph.nodes.get(edge.from.node)
    if (!source || !leavesToReturn(graph, edge) || !graph.reachable.has(source.id)) continue
    const times = (rounds.get(source.id) ?? 0) * timesGone(graph, source.id)
    if (times > 0) total += times * from(edge.to.node)
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
    const total = node ? timesVisited(node) * cost(id) + lanesOf(node) + dearest(onWithin(id, false)) : 0
    known.set(id, total)
    return total
  }
  // What lies behind a join is counted where its split is.
  const onWithin = (id: string, lanes: boolean): string[] => {
    const node = graph.nodes.get(id)
    const ways = graph.out(id).filter(({ from: { port } }) => node && beginsLane(node, port) === lanes)
    const forward = new Set(leadsOnTo(graph, id))
    return ways.map(({ to }) => to.node).filter((to) => forward.has(to) && !isJoin(graph, to))
  }
  const lanesOf = (opener: TeamNode): number => {
    const kind = kindOf(opener)
    if (!kind.opens) return 0
    const lanes = onWithin(opener.id, true)
    const join = graph.lanes.joinOf(opener.id)
    const behind = join === undefined || join === opener.id ? 0 : from(join)
    const once = kind.opens === 'ways' ? lanes.reduce((sum, lane) => sum + from(lane), 0) : dearest(lanes)
    return once * timesOpened(opener) + behind
  }
  return from
}

const timesVisited = (node: TeamNode): number => kindOf(node).visits?.(node) ?? 1

const isJoin = ({ nodes }: Graph, id: string): boolean => {
  const node = nodes.get(id)
  return node !== undefined && kindOf(node).closes === 'any'
}

const timesOpened = (opener: TeamNode | undefined): number =>
  opener === undefined ? 1 : (kindOf(opener).times?.(opener) ?? 1)

/** How often a node may be come to because it stands within maps, or does tasks. */
export const timesGone = ({ nodes, lanes }: Pick<Graph, 'nodes' | 'lanes'>, id: string): number =>
  lanes.of(id).reduce((times, { opener }) => times * timesOpened(nodes.get(opener)), 1)

/**
 * Calls of one activation: every attempt with all its repairs, rounds of tools and what it takes to make its view fit,
 * and one attempt more by who stands in.
 */
function callsOf(node: TeamNode | undefined, agents: Compilation['agents']): number {
  if (!node || !isStaffed(node) || kindOf(node).unstaffed?.(node)) return 0
  const asked = (slug: string | undefined): number => {
    const tools = (agents.get(slug ?? '')?.tools.length ?? 0) > 0
    const summary = node.context?.over === 'summarise' ? SUMMARY_CALLS : 0
    return 1 + node.repairs + (tools ? MAX_TOOL_ROUNDS : 0) + summary
  }
  return (1 + node.retries) * asked(node.agent) + (node.fallback === undefined ? 0 : asked(node.fallback))
}
