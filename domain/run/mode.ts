import { keptFor } from '../kept'
import type { Bundle } from '../team/bundle'
import { walk } from '../team/graph'
import { kindOf } from '../team/kinds/registry'
import { isStaffed, staffOf } from '../team/staff'

export type RunMode = 'live' | 'shadow'

const SHADOWED = 0

/** The nodes that a run may come to after an agent at level 0 has worked: what happens there may follow from its work. */
const shadowed = keptFor(({ nodes, next, agents }: Bundle): ReadonlySet<string> => {
  const onward = (id: string): string[] => (next[id] ?? []).map(({ to }) => to)
  const workers = Object.values(nodes).filter(
    (node) =>
      isStaffed(node) &&
      !kindOf(node).unstaffed?.(node) &&
      staffOf(node).some((slug) => agents[slug]?.autonomy === SHADOWED),
  )
  return walk(
    workers.flatMap(({ id }) => onward(id)),
    onward,
  )
})

/** How a node of a run is carried out: whatever the run, effects that may follow from an agent at level 0 are simulated. */
export const modeAt = (bundle: Bundle, node: string, mode: RunMode): RunMode =>
  shadowed(bundle).has(node) ? 'shadow' : mode
