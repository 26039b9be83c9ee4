import { leadsOnTo, leavesToReturn } from './carry'
import type { Compilation } from './checks/check'
import { cyclesOf, dearestFrom } from './graph'
import type { TeamNode } from './node'

/** Rounds of tool calls an agent may take within one attempt; each asks the model once more. */
export const MAX_TOOL_ROUNDS = 6

/**
 * The most calls of models that one run can make, or null where nothing bounds it: the dearest path from the beginning,
 * and for every send-back a person may give, the dearest path from where it leads.
 */
export function worstModelCalls({ graph, agents }: Pick<Compilation, 'graph' | 'agents'>): number | null {
  if (graph.entry === undefined) return null
  const forward = (id: string): string[] => leadsOnTo(graph, id)
  if (cyclesOf(graph.reachable, forward).length > 0) return null
  const from = dearestFrom(forward, (id) => callsOf(graph.nodes.get(id), agents))
  let total = from(graph.entry)
  for (const edge of graph.edges) {
    const gate = graph.nodes.get(edge.from.node)
    if (!leavesToReturn(graph, edge) || !graph.reachable.has(edge.from.node)) continue
    total += gate?.kind === 'human' ? gate.maxSendBacks * from(edge.to.node) : 0
  }
  return total
}

/** Calls of one activation: every attempt with all its repairs and rounds of tools. */
function callsOf(node: TeamNode | undefined, agents: Compilation['agents']): number {
  if (node?.kind !== 'agent') return 0
  const tools = (agents.get(node.agent ?? '')?.tools.length ?? 0) > 0
  return (1 + node.retries) * (1 + node.repairs + (tools ? MAX_TOOL_ROUNDS : 0))
}
