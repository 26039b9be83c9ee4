import { isReturn } from '../carry'
import type { Edge } from '../document'
import { walk, type Graph } from '../graph'
import { kindOf } from '../kinds/registry'
import { isStaffed } from '../staff'
import { listed, reachableNodes, type Check } from './check'
import { personBefore } from './fixes'

/** No agent's work reaches the outside world without passing a gate after it was done. */
export const gatedCheck: Check = {
  code: 'gated',
  title: 'Every effect stands behind a gate',
  needsEntry: true,
  run(team) {
    return reachableNodes(team)
      .filter((node) => kindOf(node).isEffect(node))
      .flatMap((effect) => {
        const sources = [...ungatedSources(team.graph, effect.id)]
        if (sources.length === 0) return []
        const names = sources.map((id) =>
          id === effect.id ? 'itself, done before' : (team.graph.nodes.get(id)?.name ?? id),
        )
        return [
          {
            code: 'gated.open',
            severity: 'error' as const,
            message: `"${effect.name}" writes to the outside, and a run can come there from ${listed(names)} without a gate that lets it through.`,
            place: { node: effect.id },
            // What goes back to it to be done once more would hand a person before it something else.
            fixes: team.graph.into(effect.id).some((edge) => isReturn(team.graph, edge))
              ? []
              : [personBefore(team, effect)],
          },
        ]
      })
  },
}

/** Whether a handoff leaves a gate by a way that lets through. */
export function isApproval(graph: Graph, { from }: Edge): boolean {
  const source = graph.nodes.get(from.node)
  if (!source || !kindOf(source).isGate) return false
  return kindOf(source)
    .ports(source)
    .some(({ id, approves }) => id === from.port && approves)
}

/**
 * Whether what a gate lets through may be this effect: in the gate's own lane, or in one that it leads into. What was
 * approved in one lane says nothing of what follows the join, nor one approval of each item of a map.
 */
export function covers({ nodes, lanes }: Graph, gate: string, effect: string): boolean {
  const around = lanes.of(gate)
  const inside = lanes.of(effect)
  if (around.some(({ opener, port }, i) => opener !== inside[i]?.opener || port !== inside[i].port))
    return false
  return inside.slice(around.length).every(({ opener }) => {
    const split = nodes.get(opener)
    return split !== undefined && kindOf(split).opens === 'ways'
  })
}

/**
 * Where an effect comes from unapproved: the beginning, an agent, an event from outside, a gate by a way that does not let
 * through, or itself, as one approval is for one time. The gate nearest before an effect decides; what an earlier one let
 * through does not count past a refusal.
 */
function ungatedSources(graph: Graph, effect: string): Set<string> {
  const sources = new Set<string>()
  const isGate = (id: string): boolean => {
    const node = graph.nodes.get(id)
    return node !== undefined && kindOf(node).isGate
  }
  walk([effect], (id) => {
    const here = graph.nodes.get(id)
    if (id === graph.entry || (here && (isStaffed(here) || kindOf(here).fromOutside?.(here))) || isGate(id)) {
      sources.add(id)
      return []
    }
    const before = graph
      .into(id)
      .filter(
        (edge) =>
          graph.reachable.has(edge.from.node) &&
          !(isApproval(graph, edge) && covers(graph, edge.from.node, effect)),
      )
      .map(({ from }) => from.node)
    if (before.includes(effect)) sources.add(effect)
    return before
  })
  return sources
}
