import { staffOf } from '@/domain/team/staff'
import type { RunDetail } from '../run-types'

/** Who worked in a run so far: the agents of the nodes that a step was done at, each once. */
export function agentsOf({
  bundle,
  steps,
}: Pick<RunDetail, 'bundle' | 'steps'>): { slug: string; name: string }[] {
  const slugs = steps.flatMap((step) => {
    const node = bundle.nodes[step.node]
    const standIn = step.result.standIn?.agent
    return standIn ?? (node && staffOf(node)[0]) ?? []
  })
  return [...new Set(slugs)].map((slug) => ({ slug, name: bundle.agents[slug]?.name ?? slug }))
}
