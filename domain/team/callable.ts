import type { Bundle, BundleTeam } from './bundle'
import { drawnOf, graphOf, walk } from './graph'
import { kindOf } from './kinds/registry'
import { approvedByPerson, callsWriter } from './unattended'

/**
 * What a version is to a team that calls it: the contract of what it begins with, that of every end that is done (null for
 * one that takes whatever comes), every team that it needs in turn, by slug, and whether it may write unapproved.
 */
export function callableOf(bundle: Bundle): Pick<BundleTeam, 'input' | 'results' | 'needs' | 'writes'> {
  const { entry, nodes, contracts, teams = {} } = bundle
  const begins = nodes[entry]
  const input = begins && contracts[kindOf(begins).produces(begins) ?? '']
  return {
    ...(input && { input }),
    results: Object.values(nodes).flatMap((node) =>
      node.kind === 'end' && node.outcome === 'done' ? [contracts[node.accepts ?? ''] ?? null] : [],
    ),
    needs: [...new Set(Object.values(teams).flatMap(({ slug, needs }) => [slug, ...needs]))],
    ...(writesUnattended(bundle) && { writes: true }),
  }
}

/** Whether a run can come to an effect by no person who could approve it; what teams it calls in turn may do counts. */
function writesUnattended(bundle: Bundle): boolean {
  const { entry, nodes, teams = {} } = bundle
  const graph = graphOf(drawnOf(bundle))
  return Object.values(nodes).some(
    (node) =>
      (kindOf(node).isEffect(node) || callsWriter(node, Object.values(teams))) &&
      walk([node.id], (id) =>
        graph.into(id).flatMap((edge) => (approvedByPerson(graph, edge, node.id) ? [] : [edge.from.node])),
      ).has(entry),
  )
}
