import type { BundleTeam } from '@/domain/team/bundle'
import { compileTeam } from '@/domain/team/compile'
import type { Example } from './example'
import { EXAMPLES } from './examples'

/** The examples that an example calls, as they would be published. */
export const calledTeams = ({ calls }: Pick<Example, 'calls'>): BundleTeam[] =>
  EXAMPLES.filter(({ key }) => calls.includes(key)).map(asCalled)

function asCalled(example: Example): BundleTeam {
  const { key, document, agents, calls } = example
  const teams = calledTeams(example)
  const { bundle } = compileTeam(document, { agents, connections: [], teams })
  const entry = bundle?.nodes[bundle.entry]
  const input = bundle?.contracts[(entry?.kind === 'trigger' && entry.produces) || '']
  return {
    slug: key,
    name: document.name,
    // Stands for what it has once it is published.
    teamId: key,
    versionId: key,
    number: 1,
    digest: key,
    ...(input && { input }),
    results: Object.values(bundle?.nodes ?? {}).flatMap((node) =>
      node.kind === 'end' && node.outcome === 'done' ? [bundle?.contracts[node.accepts ?? ''] ?? null] : [],
    ),
    needs: [...calls, ...teams.flatMap(({ needs }) => needs)],
  }
}
