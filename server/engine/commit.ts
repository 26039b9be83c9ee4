import type { Actor } from '@/domain/actor'
import { plan } from '@/domain/run/plan'
import { writeSlot } from '@/domain/state/patch'
import type { NewEntry } from '@/server/record/append'
import { digestOf } from '@/server/record/digest'
import { takeUpFailure } from './take-up'
import type { Arrived, Commit, Entered, StateWrite } from './store'
import type { LoadedVersion } from './versions'

export const ENGINE: Actor = { kind: 'system', id: 'engine', name: 'Engine' }

/** One write of one slot on top of the state as it was read; the commit is refused when another came first. */
export function stateWrite(
  at: Pick<Entered, 'state' | 'stateVersion'>,
  write: { slot: string; value: unknown; writer: Actor },
): StateWrite {
  const { patch, state } = writeSlot(at.state, write.slot, write.value)
  return { base: at.stateVersion, ...write, patch, digest: digestOf(state) }
}

/** The state once a slot is written; as it was when there is nothing to write. */
export const stateAfter = (
  { state }: Pick<Entered, 'state'>,
  write: { slot: string; value: unknown } | undefined,
): Record<string, unknown> => (write ? { ...state, [write.slot]: write.value } : state)

/**
 * Where a finished step leads: the next nodes with what each is handed, or the end of this branch. An end that what was
 * handed over fits is reached in the same commit; one that it does not fit is activated, and escalates.
 * @param state as it stands once the step is committed
 */
export function onward(
  version: LoadedVersion,
  at: Pick<Entered, 'steps'> & { arrived?: Arrived },
  node: string,
  port: string,
  state: Record<string, unknown>,
): Pick<Commit, 'next' | 'outcome' | 'ends'> {
  const { bundle } = version
  const subject = at.arrived?.slot
  const planned = plan(bundle, at.steps, { node, port, ...(subject ? { subject } : {}) })
  if (planned.kind === 'end') return { next: [], outcome: { status: 'done', result: planned.outcome, node } }
  if (planned.kind === 'stuck') {
    return { next: [], outcome: { status: 'failed', result: 'stuck', node, reason: planned.reason } }
  }
  const [only, ...others] = planned.next
  const end = only && !others.length ? bundle.nodes[only.node] : undefined
  if (end?.kind !== 'end' || takeUpFailure(bundle, end, state, only?.arrived.slot))
    return { next: planned.next }
  return { next: [], ends: { node: end.id }, outcome: { status: 'done', result: end.outcome, node: end.id } }
}

/** The entry every step leaves on the record. */
export function stepEntry(
  run: { id: string; teamId: string; version: LoadedVersion },
  at: Pick<Entered, 'node' | 'iteration' | 'attempt'>,
  kind: string,
  actor: Actor,
  data: Record<string, unknown>,
  sealed?: Record<string, unknown>,
): NewEntry {
  return {
    kind,
    actor,
    run: run.id,
    team: run.teamId,
    version: run.version.digest,
    node: at.node,
    iteration: at.iteration,
    attempt: at.attempt,
    data: { name: run.version.bundle.nodes[at.node]?.name ?? at.node, ...data },
    ...(sealed ? { sealed } : {}),
  }
}
