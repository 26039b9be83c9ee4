import { showRef } from '../../contract/contract'
import { arrivingAt, leavesToReturn } from '../carry'
import { kindOf } from '../kinds/registry'
import type { Check, Compilation, Found } from './check'
import { listed, reachableNodes } from './check'

/** Whatever a source may hand over, its target can take. */
export const handoffCheck: Check = {
  code: 'handoff',
  title: 'Handoff fits',
  needsEntry: true,
  run(team) {
    return [...misfits(team), ...mixtures(team)]
  },
}

function misfits({ graph, fits, carried }: Compilation): Found[] {
  return graph.edges.flatMap((edge): Found[] => {
    const fit = fits[edge.id]
    const target = graph.nodes.get(edge.to.node)
    const source = graph.nodes.get(edge.from.node)
    if (!fit || fit.verdict === 'compatible' || !target || !source) return []
    // Until it is known where a run begins, it is not known either what goes back to where it was first handed.
    if (graph.entry === undefined && (leavesToReturn(graph, edge) || kindOf(target).closes === 'own'))
      return []
    const accepts = kindOf(target).accepts(target)
    const brought = carried.get(edge.id)?.[0]?.contract
    if (accepts === undefined || brought === undefined) return []
    const between = `${showRef(brought)} from "${source.name}" to "${target.name}"`
    if (fit.verdict === 'unknown')
      return [
        {
          code: 'handoff.unproved',
          severity: 'warning',
          message: `It cannot be proved that ${between} always fits ${showRef(accepts)}; it is checked at run time. ${asSentence(fit.reason)}`,
          place: { edge: edge.id, pointer: fit.pointer },
        },
      ]
    return [
      {
        code: 'handoff.misfit',
        severity: 'error',
        message: `${showRef(brought)}, handed from "${source.name}", does not always fit what "${target.name}" takes, ${showRef(accepts)}. ${asSentence(fit.reason)}`,
        place: { edge: edge.id, pointer: fit.pointer },
        counterexample: fit.counterexample,
        fixes: [
          {
            label: `Let "${target.name}" take ${showRef(brought)}`,
            command: { type: 'node.update', id: target.id, patch: { accepts: brought } },
          },
          {
            label: `Let "${target.name}" take whatever comes`,
            command: { type: 'node.update', id: target.id, patch: { accepts: null } },
          },
        ],
      },
    ]
  })
}

/** Who only lets through hands on what came in, and that must be one thing. */
function mixtures(team: Compilation): Found[] {
  return reachableNodes(team).flatMap((node) => {
    const kind = kindOf(node)
    if (kind.writes(node) || kind.closes !== undefined || kind.ports(node).length === 0) return []
    const contracts = arrivingAt(team.graph, team.carried, node.id)
      .map(({ contract }) => contract)
      .filter((contract) => contract !== undefined)
    const different = [...new Set(contracts)]
    if (different.length < 2) return []
    return [
      {
        code: 'handoff.mixed',
        severity: 'error',
        message: `"${node.name}" is handed different things, ${listed(different.map(showRef))}, and cannot say which it hands on. Give each its own, or let an agent bring them together.`,
        place: { node: node.id },
      },
    ]
  })
}

/** A reason with its full stop. */
export const asSentence = (reason: string): string => (reason.endsWith('.') ? reason : `${reason}.`)
