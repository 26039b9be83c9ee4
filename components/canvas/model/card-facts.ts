import type { TeamProblem } from '@/domain/team/checks/check'
import { kindOf } from '@/domain/team/kinds/registry'
import { agentAt } from '@/domain/team/staff'
import type { TeamNode } from '@/domain/team/node'
import type { CardFacts } from '../kinds/card-props'
import type { Studio } from '../studio/studio-context'

/** What every node's card shows besides the node, by its id. */
export function cardFactsOf(
  nodes: readonly TeamNode[],
  {
    surroundings,
    agentFacts,
    proof,
    overlay,
  }: Pick<Studio, 'surroundings' | 'agentFacts' | 'proof' | 'overlay'>,
): Map<string, CardFacts> {
  const agents = new Map(surroundings.agents.map((agent) => [agent.slug, agent]))
  const counts = countProblems(proof.problems)
  return new Map(
    nodes.map((node) => {
      const slug = agentAt(node)
      const known = slug === undefined ? undefined : agentFacts.get(slug)
      return [
        node.id,
        {
          agent: slug === undefined ? undefined : agents.get(slug),
          stopped: known?.stopped ?? false,
          budget: known?.budget,
          connection: called(surroundings.connections, kindOf(node).connection?.(node)),
          called: called(surroundings.teams, kindOf(node).team?.(node))?.name,
          run: overlay?.nodes.get(node.id) ?? (overlay && IDLE),
          ...(counts.get(node.id) ?? SOUND),
        },
      ]
    }),
  )
}

const called = <T extends { slug: string }>(things: readonly T[], slug: string | undefined): T | undefined =>
  slug === undefined ? undefined : things.find((each) => each.slug === slug)

const IDLE = { status: 'idle', times: 0 } as const
const SOUND = { errors: 0, warnings: 0 }

/** How many errors and warnings stand at each node that has any. */
export function countProblems(
  problems: readonly TeamProblem[],
): Map<string, { errors: number; warnings: number }> {
  const counts = new Map<string, { errors: number; warnings: number }>()
  for (const { place, severity } of problems) {
    if (place.node === undefined || severity === 'advice') continue
    const count = counts.get(place.node) ?? { ...SOUND }
    count[severity === 'error' ? 'errors' : 'warnings']++
    counts.set(place.node, count)
  }
  return counts
}

export const problemsAt = (problems: readonly TeamProblem[], node: string): TeamProblem[] =>
  problems.filter(({ place }) => place.node === node)
