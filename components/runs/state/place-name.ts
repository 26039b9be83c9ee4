import { placesIn } from '@/domain/run/fork'
import { pointerParts } from '@/domain/pointer'
import { kindOf } from '@/domain/team/kinds/registry'
import { laneLabel } from '../lanes/lane-label'
import type { RunFacts } from '../run-types'

const isItems = (run: RunFacts, id: string | undefined): boolean => {
  const node = id === undefined ? undefined : run.bundle.nodes[id]
  return node !== undefined && kindOf(node).opens === 'items'
}

/**
 * What a place of the state is called where items keep their own: `/line/2` is `Each line, 3 Table Rowan`, and what lies
 * below it follows. Undefined for a place that all share. domain/state/scoped.ts
 */
export function placeName(run: RunFacts, pointer: string): string | undefined {
  const parts = pointerParts(pointer)
  const names: string[] = []
  let at = 0
  // Lanes of lanes lie one within the other.
  while (isItems(run, parts[at]) && /^\d+$/.test(parts[at + 1] ?? '')) {
    names.push(nameOfLane(run, parts[at] ?? '', Number(parts[at + 1]), at === 0))
    at += 2
  }
  return names.length > 0 ? [...names, ...parts.slice(at)].join(', ') : undefined
}

/** The items in which a step stood, as people call them: `Each line, 3 Table Rowan`. */
export const scopeName = (run: RunFacts, scope: string): string =>
  placesIn(scope)
    .map(({ fork, lane }, index) => nameOfLane(run, fork.slice(0, fork.indexOf('#')), lane, index === 0))
    .join(', ')

/** Of an inner split, which lane of the outer one it is in is not told by a place alone: its lanes go by number. */
function nameOfLane(run: RunFacts, opener: string, lane: number, outermost: boolean): string {
  const fork = outermost ? run.forks.findLast((one) => one.opener === opener) : undefined
  return `${run.bundle.nodes[opener]?.name ?? opener}, ${fork ? laneLabel(run, fork, lane) : lane + 1}`
}
