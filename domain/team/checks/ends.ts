import { leadsOnTo, leavesToReturn } from '../carry'
import { cyclesOf, walk } from '../graph'
import { kindOf } from '../kinds/registry'
import { listed, type Check, type Compilation, type Found } from './check'
import { leadElsewhere } from './fixes-ways'

/** Every path ends: no circle without a way out, and none without a bound on how often it is gone round. */
export const endsCheck: Check = {
  code: 'ends',
  title: 'Every path ends',
  needsEntry: true,
  run(team) {
    const { graph } = team
    const ending = nodesThatEnd(team)
    return cyclesOf(graph.reachable, (id) => leadsOnTo(graph, id)).map((ids): Found => {
      const names = listed(ids.map((id) => graph.nodes.get(id)?.name ?? id).reverse())
      const edges = graph.edges.filter(
        (edge) => ids.includes(edge.from.node) && ids.includes(edge.to.node) && !leavesToReturn(graph, edge),
      )
      const endless = ids.every((id) => !ending.has(id))
      const back = edges.at(-1)
      return {
        code: endless ? 'ends.never' : 'ends.unbounded',
        severity: 'error',
        message: endless
          ? `A run that comes to ${names} goes round for ever: no way leads out.`
          : `A run may go round ${names} without a bound. Go back by a loop, or by a person who sends back: both have one.`,
        place: { ...(ids.at(-1) !== undefined && { node: ids.at(-1) as string }) },
        ...(back && { fixes: leadElsewhere(team, back) }),
      }
    })
  },
}

/** Nodes from which some end can be reached; a way out that is not drawn yet counts as one. */
function nodesThatEnd({ graph }: Compilation): Set<string> {
  const stops = [...graph.nodes.values()].filter((node) => {
    const ports = kindOf(node).ports(node)
    const drawn = new Set(graph.out(node.id).map(({ from }) => from.port))
    return ports.length === 0 || ports.some((port) => !drawn.has(port.id) && (port.required || port.endsAs))
  })
  return walk(
    stops.map(({ id }) => id),
    (id) => graph.into(id).map(({ from }) => from.node),
  )
}
