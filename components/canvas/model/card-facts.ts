import type { TeamProblem } from '@/domain/team/checks/check'
import { agentAt } from '@/domain/team/staff'
import type { TeamNode } from '@/domain/team/node'
import type { CardFacts } from '../kinds/card-props'
import type { Studio } from '../studio/studio-context'

/** What a node's card shows besides the node. */
export function cardFacts(
  node: TeamNode,
  {
    surroundings,
    agentFacts,
    proof,
    overlay,
  }: Pick<Studio, 'surroundings' | 'agentFacts' | 'proof' | 'overlay'>,
): CardFacts {
  const mine = problemsAt(proof.problems, node.id)
  const slug = agentAt(node)
  const agent = slug === undefined ? undefined : agentFacts.get(slug)
  return {
    agent: surroundings.agents.find((each) => each.slug === slug),
    stopped: agent?.stopped ?? false,
    budget: agent?.budget,
    connection:
      node.kind === 'action'
        ? surroundings.connections.find((each) => each.slug === node.connection)
        : undefined,
    called:
      node.kind === 'team' ? surroundings.teams.find((each) => each.slug === node.team)?.name : undefined,
    run: overlay?.nodes.get(node.id) ?? (overlay && { status: 'idle', times: 0 }),
    errors: mine.filter(({ severity }) => severity === 'error').length,
    warnings: mine.filter(({ severity }) => severity === 'warning').length,
  }
}

export const problemsAt = (problems: readonly TeamProblem[], node: string): TeamProblem[] =>
  problems.filter(({ place }) => place.node === node)
