import type { Bundle, BundleTeam } from './bundle'
import { kindOf } from './kinds/registry'

/**
 * What a version is to a team that calls it: the contract of what it begins with, that of every end that is done (null for
 * one that takes whatever comes), and every team that it needs in turn, by slug.
 */
export function callableOf({
  entry,
  nodes,
  contracts,
  teams = {},
}: Bundle): Pick<BundleTeam, 'input' | 'results' | 'needs'> {
  const begins = nodes[entry]
  const input = begins && contracts[kindOf(begins).produces(begins) ?? '']
  return {
    ...(input && { input }),
    results: Object.values(nodes).flatMap((node) =>
      node.kind === 'end' && node.outcome === 'done' ? [contracts[node.accepts ?? ''] ?? null] : [],
    ),
    needs: [...new Set(Object.values(teams).flatMap(({ slug, needs }) => [slug, ...needs]))],
  }
}
