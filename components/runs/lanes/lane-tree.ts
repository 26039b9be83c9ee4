import { placesIn, within } from '@/domain/run/fork'
import { kindOf } from '@/domain/team/kinds/registry'
import type { RunFacts, RunFork } from '../run-types'
import type { Visit } from '../timeline/visits'
import { laneLabel, laneState, tellLanes, type LaneState } from './lane-label'

/** What a run did, as it is nested: visits, and after a visit that splits the path its lanes. */
export type Item = { kind: 'visit'; visit: Visit } | Split

export interface Split {
  kind: 'split'
  fork: RunFork
  /** `Each line 1–5` */
  name: string
  /** `4 of 5, 1 failed` */
  says: string
  lanes: Lane[]
}

export interface Lane {
  /** The path of what stands in it. */
  path: string
  label: string
  state: LaneState
  items: Item[]
}

/** Visits in the order in which they began, those of a lane within it. */
export function laneTree(run: RunFacts, visits: readonly Visit[]): Item[] {
  const byPath = new Map<string, Visit[]>()
  for (const visit of visits) byPath.set(visit.path, [...(byPath.get(visit.path) ?? []), visit])
  const live = new Set(
    run.branches.flatMap(({ path }) => placesIn(path).map((_, i, all) => pathUpTo(all, i))),
  )
  const forks = new Map(run.forks.map((fork) => [`${fork.path} ${fork.opener}.${fork.iteration}`, fork]))
  const itemsAt = (path: string): Item[] =>
    (byPath.get(path) ?? []).flatMap((visit): Item[] => {
      const fork = forks.get(`${path} ${visit.key}`)
      return [{ kind: 'visit', visit }, ...(fork ? [splitOf(fork)] : [])]
    })
  const splitOf = (fork: RunFork): Split => {
    const lanes = Array.from({ length: fork.state.width }, (_, lane): Lane => {
      const path = within(fork.path, { fork: fork.fork, lane })
      return {
        path,
        label: laneLabel(run, fork, lane),
        state: laneState(fork.state, lane, live.has(path)),
        items: itemsAt(path),
      }
    })
    const opener = run.bundle.nodes[fork.opener]
    const ways = opener !== undefined && kindOf(opener).opens === 'ways'
    return {
      kind: 'split',
      fork,
      name: `${opener?.name ?? fork.opener}${ways || lanes.length === 0 ? '' : lanes.length === 1 ? ' 1' : ` 1–${lanes.length}`}`,
      says: tellLanes(lanes.map(({ state }) => state)),
      lanes,
    }
  }
  return itemsAt('')
}

const pathUpTo = (places: ReturnType<typeof placesIn>, last: number): string =>
  places
    .slice(0, last + 1)
    .map(({ fork, lane }) => `${fork}:${lane}`)
    .join('/')
