import type { BundleTeam } from './bundle'
import { covers, isApproval } from './checks/gated'
import type { Edge } from './document'
import type { Graph } from './graph'
import { kindOf } from './kinds/registry'
import type { TeamNode } from './node'

/** Whether a person approves what may follow of a handoff, as far as that is this node. */
export const approvedByPerson = (graph: Graph, edge: Edge, target: string): boolean => {
  const source = graph.nodes.get(edge.from.node)
  return (
    source !== undefined &&
    kindOf(source).byPerson === true &&
    isApproval(graph, edge) &&
    covers(graph, source.id, target)
  )
}

/** Whether a node calls another team, a run of which may write to the outside though no person approves it there. */
export const callsWriter = (node: TeamNode, teams: readonly BundleTeam[] | undefined): boolean => {
  const slug = kindOf(node).team?.(node)
  return slug !== undefined && (teams ?? []).some((one) => one.slug === slug && one.writes === true)
}
