import type { Graph } from '../graph'
import { kindOf } from '../kinds/registry'
import { staffOf } from '../staff'
import type { TeamNode } from '../node'
import { reachableNodes, type Check } from './check'
import { personBefore } from './fixes'
import { covers, isApproval } from './gated'

const SUPERVISED = 1

/**
 * Level 1, supervised: a person approves every effect that comes of the agent's work. Rules alone do not.
 * (An effect behind no gate at all is the gates' own check.)
 */
export const autonomyCheck: Check = {
  code: 'autonomy',
  title: 'Supervised agents are supervised',
  needsEntry: true,
  run(team) {
    return reachableNodes(team).flatMap((node) => {
      // Where another may stand in, the stricter of the two holds.
      const agent = staffOf(node)
        .map((slug) => team.agents.get(slug))
        .find((each) => each?.autonomy === SUPERVISED)
      if (!agent || kindOf(node).isGate) return []
      const effect = unsupervisedEffect(team.graph, node.id)
      if (!effect) return []
      return [
        {
          code: 'autonomy.person',
          severity: 'error' as const,
          message: `${agent.name} is supervised (level 1), so a person approves every effect of its work; but "${effect.name}" can follow from "${node.name}" by rules alone. Put a person there, or raise the agent's level.`,
          place: { node: node.id },
          fixes: [personBefore(team.document, effect)],
        },
      ]
    })
  },
}

/** A write that follows from a node through a gate, but through no person who could approve it. */
function unsupervisedEffect(graph: Graph, from: string): TeamNode | undefined {
  return [...graph.nodes.values()].find(
    (node) => kindOf(node).isEffect(node) && comesUnsupervised(graph, from, node.id),
  )
}

function comesUnsupervised(graph: Graph, from: string, effect: string): boolean {
  const seen = new Set<string>()
  const queue: { id: string; gated: boolean }[] = [{ id: from, gated: false }]
  for (const { id, gated } of queue) {
    const node = graph.nodes.get(id)
    if (!node || seen.has(`${id} ${gated}`)) continue
    seen.add(`${id} ${gated}`)
    if (gated && id === effect) return true
    for (const edge of graph.out(id)) {
      const approved = isApproval(graph, edge)
      if (approved && kindOf(node).byPerson && covers(graph, id, effect)) continue
      queue.push({ id: edge.to.node, gated: gated || approved })
    }
  }
  return false
}
