import { forkId, placesIn, within, type Fork } from '@/domain/run/fork'
import {
  joinOf,
  plan,
  planFailure,
  type Completed,
  type Plan,
  type PlannedLane,
  type Split,
} from '@/domain/run/plan'
import type { Bundle } from '@/domain/team/bundle'
import { kindOf } from '@/domain/team/kinds/registry'
import { takeUpFailure } from './take-up'
import type { Arrived, Entered, ForkWrite, Standing } from './entered'
import type { Commit } from './store'
import type { LoadedVersion } from './versions'

/** The parts of a commit that say where a token goes. */
export type Onward = Pick<
  Commit,
  'moves' | 'next' | 'ends' | 'outcome' | 'forks' | 'lanes' | 'place' | 'cancel'
>

/** Where a token stood, and what it knew of the forks it stands in. */
type From = Pick<Entered, 'node' | 'iteration' | 'steps' | 'arrived' | 'path' | 'scope' | 'lane' | 'split'>

/**
 * Where a finished step leads: the next node with what it is handed, the lanes of a split, what the end of a lane means
 * for its join, or the end of the run. An end that what was handed over fits is reached in the same commit; one that it
 * does not fit is activated, and escalates.
 * @param state what the token sees once the step is committed
 * @param lanes of one that splits, where they are not simply its ways
 */
export function onward(
  { bundle }: LoadedVersion,
  at: From,
  port: string,
  state: Record<string, unknown>,
  lanes?: Split,
): Onward {
  return moved(bundle, at, plan(bundle, at.steps, completed(at, port, lanes)), state)
}

/** A step that cannot go on, in a lane whose join lets that pass; undefined where a person is to be asked. */
export function passedOver({ bundle }: LoadedVersion, at: From): Onward | undefined {
  const planned = planFailure(bundle, at.steps, completed(at, ''))
  return planned && moved(bundle, at, planned, {})
}

function completed(at: From, port: string, lanes?: Split): Completed {
  const { slot } = at.arrived
  const subject = at.split ? at.split.state.subject : undefined
  return {
    node: at.node,
    port,
    iteration: at.iteration,
    ...((slot ?? subject?.slot) !== undefined && { subject: slot ?? subject?.slot ?? '' }),
    ...(lanes && { lanes }),
    ...(subject && { split: subject }),
    ...(at.lane && {
      lane: {
        fork: at.lane.state,
        opener: at.lane.opener,
        index: placesIn(at.path).at(-1)?.lane ?? 0,
      },
    }),
  }
}

function moved(bundle: Bundle, at: From, planned: Plan, state: Record<string, unknown>): Onward {
  const node = at.node
  switch (planned.kind) {
    case 'end':
      return {
        moves: 'on',
        outcome: { status: 'done', result: planned.outcome, node, ...slotOf(at.arrived) },
      }
    case 'stuck':
      return { moves: 'on', outcome: { status: 'failed', result: 'stuck', node, reason: planned.reason } }
    case 'go': {
      const end = bundle.nodes[planned.next.node]
      if (end?.kind !== 'end' || at.lane || takeUpFailure(bundle, end, state, planned.next.arrived.slot))
        return { moves: 'on', next: planned.next }
      const outcome = {
        status: 'done' as const,
        result: end.outcome,
        node: end.id,
        ...slotOf(planned.next.arrived),
      }
      return { moves: 'on', ends: { node: end.id }, outcome }
    }
    case 'split':
      return split(bundle, at, planned)
    case 'empty': {
      const { fork, join, port } = planned
      return {
        moves: 'on',
        next: { node: join, arrived: { from: node, fires: { fork: forkId(node, at.iteration), port } } },
        forks: [opened(bundle, at, fork, join)],
      }
    }
    case 'over':
      return laneOver(bundle, at, planned)
  }
}

/** What an end was handed: the run's result. */
const slotOf = ({ slot }: Arrived): { slot?: string } => (slot === undefined ? {} : { slot })

function split(bundle: Bundle, at: From, { fork, join, lanes }: Extract<Plan, { kind: 'split' }>): Onward {
  const id = forkId(at.node, at.iteration)
  const [own, ...others] = lanes.map((lane) => begun(bundle, at.node, id, lane, at))
  if (!own) throw new Error(`${at.node} splits into no lanes`)
  const { node, arrived, branch: _own, ...place } = own
  return {
    moves: 'on',
    next: { node, arrived },
    place,
    forks: [opened(bundle, at, fork, join)],
    ...(others.length > 0 && { lanes: others }),
  }
}

/** The first token of a lane. @param at where the split was opened */
function begun(
  bundle: Bundle,
  opener: string,
  fork: string,
  { lane, next }: PlannedLane,
  at: Pick<Standing, 'path' | 'scope'>,
): NonNullable<Commit['lanes']>[number] {
  const place = { fork, lane }
  const own = bundle.nodes[opener]
  const apart = own !== undefined && kindOf(own).opens === 'items'
  return {
    branch: `${fork}.${lane}`,
    node: next.node,
    arrived: next.arrived,
    path: within(at.path, place),
    scope: apart ? within(at.scope, place) : at.scope,
    fork,
  }
}

function opened(bundle: Bundle, at: From, fork: Fork, join: string): ForkWrite {
  const seconds = joinOf(bundle, at.node)?.timeoutSeconds
  return {
    id: forkId(at.node, at.iteration),
    base: null,
    opener: at.node,
    iteration: at.iteration,
    join,
    path: at.path,
    scope: at.scope,
    state: fork,
    ...(seconds !== undefined && fork.status === 'open' && { dueSeconds: seconds }),
  }
}

function laneOver(bundle: Bundle, at: From, planned: Extract<Plan, { kind: 'over' }>): Onward {
  const { lane: read } = at
  if (!read) throw new Error(`${at.node} is in no lane`)
  const { version: base, ...was } = read
  const fork = { ...was, base, state: planned.fork }
  const { after } = planned
  switch (after.kind) {
    case 'wait':
    case 'late':
      return { moves: 'absorb', forks: [fork] }
    case 'lane': {
      if (!planned.lane) return stuckIn(planned.join)
      const { node, arrived, branch: _same, ...place } = begun(bundle, was.opener, was.id, planned.lane, was)
      return { moves: 'on', next: { node, arrived }, place, forks: [fork] }
    }
    case 'fire':
      return {
        moves: 'on',
        next: { node: was.join, arrived: { from: at.node, fires: { fork: was.id, port: after.port } } },
        place: placeOf(was),
        forks: [fork],
        ...(joinOf(bundle, was.opener)?.late === 'cancel' && { cancel: [was.id] }),
      }
  }
}

/** Where the token goes on that leaves a fork: where the fork was opened. */
function placeOf({ path, scope }: Pick<Standing, 'path' | 'scope'>): Standing {
  return { path, scope, fork: placesIn(path).at(-1)?.fork ?? null }
}

const stuckIn = (node: string): Onward => ({
  moves: 'on',
  outcome: { status: 'failed', result: 'stuck', node, reason: 'A lane leads nowhere.' },
})
