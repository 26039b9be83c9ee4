import type { Graph } from '../graph'
import { kindOf } from '../kinds/registry'
import { staffOf } from '../staff'
import type { TeamNode } from '../node'
import { reachableNodes, type Check } from './check'
import { personBefore } from './fixes'
import { approvedByPerson, callsWriter } from '../unattended'
import { isApproval } from './gated'

const SUPERVISED = 1

/**
 * Level 1, supervised: a person approves every effect that comes of the agent's work. Rules alone do not.
 * (An effect behind no gate at all is the gates' own check. The gates of a team that is called stand in that team.)
 */
export const autonomyCheck: Check = {
  code: 'autonomy',
  title: 'Supervised agents are supervised',
  needsEntry: true,
  run(team) {
    const { teams } = team.catalogue
    const effects = [...team.graph.nodes.values()].filter(
      (node) => kindOf(node).isEffect(node) || callsWriter(node, teams),
    )
    const sources = new Map<string, Set<string>>()
    /** A write that follows from a node through a gate, but through no person who could approve it. */
    const unsupervised = (from: string): TeamNode | undefined =>
      effects.find(({ id }) => {
        const known = sources.get(id) ?? unsupervisedSources(team.graph, id)
        sources.set(id, known)
        return known.has(from)
      })
    return reachableNodes(team).flatMap((node) => {
      // Where another may stand in, the stricter of the two holds.
      const agent = staffOf(node)
        .map((slug) => team.agents.get(slug))
        .find((each) => each?.autonomy === SUPERVISED)
      if (!agent) return []
      const effect = unsupervised(node.id)
      if (!effect) return []
      return [
        {
          code: 'autonomy.person',
          severity: 'error' as const,
          message: `${agent.name} is supervised (level 1), so a person approves every effect of its work; but "${effect.name}" can follow from "${node.name}" by rules alone. Put a person there, or raise the agent's level.`,
          place: { node: node.id },
          fixes: [personBefore(team, effect)],
        },
      ]
    })
  },
}

/** From where a run can come to an effect through a gate, but through no person who could approve it. */
function unsupervisedSources(graph: Graph, effect: string): Set<string> {
  // By whether a gate that let through lies between, from the effect backwards.
  const gated = new Set([effect])
  const target = graph.nodes.get(effect)
  const bare = new Set(target && kindOf(target).isEffect(target) ? [] : [effect])
  const queue = [{ id: effect, isGated: true }, ...[...bare].map((id) => ({ id, isGated: false }))]
  const add = (id: string, isGated: boolean): void => {
    const known = isGated ? gated : bare
    if (known.has(id)) return
    known.add(id)
    queue.push({ id, isGated })
  }
  for (const { id, isGated } of queue)
    for (const edge of graph.into(id)) {
      const source = graph.nodes.get(edge.from.node)
      if (!source) continue
      const approved = isApproval(graph, edge)
      if (approvedByPerson(graph, edge, effect)) continue
      if (isGated) add(source.id, true)
      if (isGated === approved) add(source.id, false)
    }
  return bare
}
