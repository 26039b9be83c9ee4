import { figure } from '@/components/ui/counted'
import { isRecord } from '@/domain/contract/json-schema'
import { placesIn, portOfLane, type Fork } from '@/domain/run/fork'
import { kindOf } from '@/domain/team/kinds/registry'
import type { RunFacts, RunFork } from '../run-types'
import { titleOf } from './title-of'

/** What one lane of a split is called: its way, its task, or its item; its number where nothing says more. */
export function laneLabel(run: RunFacts, fork: RunFork, lane: number): string {
  const opener = run.bundle.nodes[fork.opener]
  if (!opener) return `${lane + 1}`
  if (kindOf(opener).opens === 'ways') {
    const port = portOfLane(fork.state, lane)
    return (
      kindOf(opener)
        .ports(opener)
        .find(({ id }) => id === port)?.label ?? port
    )
  }
  const tasks = run.steps.find(
    ({ node, iteration, result }) => node === fork.opener && iteration === fork.iteration && result.tasks,
  )?.result.tasks
  const task = tasks?.[lane]
  // What is asked says more only where the same is asked twice.
  const alone = tasks?.filter(({ type }) => type === task?.type).length === 1
  const title = task
    ? [task.type, alone ? undefined : titleOf(task.input)].filter(Boolean).join(': ')
    : titleOf(itemOf(run, fork, lane))
  return title === undefined ? `${lane + 1}` : `${lane + 1} ${title}`
}

/** The item that a lane goes through: of the last time that it was split, which is what the state holds. */
function itemOf({ bundle, state, forks }: RunFacts, fork: RunFork, lane: number): unknown {
  const again = forks.some(
    ({ opener, path, iteration }) =>
      opener === fork.opener && path === fork.path && iteration > fork.iteration,
  )
  if (again) return undefined
  let frame: unknown = state
  for (const place of placesIn(fork.path)) {
    const opener = place.fork.slice(0, place.fork.indexOf('#'))
    const node = bundle.nodes[opener]
    if (node && kindOf(node).opens === 'items') frame = at(at(frame, opener), String(place.lane))
  }
  return at(at(at(frame, fork.opener), String(lane)), fork.opener)
}

const at = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined

export type LaneState = 'arrived' | 'ended' | 'failed' | 'stopped' | 'late' | 'under way' | 'not begun'

/** What became of a lane so far. @param live whether something of it still stands somewhere */
export function laneState(fork: Fork, lane: number, live: boolean): LaneState {
  const end = fork.ends[lane]
  if (end) return end.how
  if (lane >= fork.opened) return fork.status === 'fired' ? 'stopped' : 'not begun'
  if (fork.status === 'fired') return live ? 'late' : 'stopped'
  return 'under way'
}

/** `4 of 5, 1 failed, 2 stopped`: how many arrived, and what became of the others. */
export function tellLanes(states: readonly LaneState[]): string {
  const count = (state: LaneState) => states.filter((one) => one === state).length
  const others = (['ended', 'failed', 'stopped', 'late'] as const).flatMap((state) =>
    count(state) > 0 ? [`${count(state)} ${state}`] : [],
  )
  return [`${count('arrived')} of ${figure(states.length)}`, ...others].join(', ')
}
