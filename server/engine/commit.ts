import type { Actor } from '@/domain/actor'
import { plan } from '@/domain/run/plan'
import { writeSlot } from '@/domain/state/patch'
import type { NewEntry } from '@/server/record/append'
import { digestOf } from '@/server/record/digest'
import type { Arrived, Commit, Entered, StateWrite } from './store'
import type { LoadedVersion } from './versions'

export const ENGINE: Actor = { kind: 'system', id: 'engine', name: 'Engine' }

/** One write of one slot on top of the state as it was read; the commit is refused when another came first. */
export function stateWrite(
  at: Pick<Entered, 'state' | 'stateVersion'>,
  write: { slot: string; value: unknown; writer: Actor },
  node: string,
): StateWrite {
  const { patch, state } = writeSlot(at.state, write.slot, write.value)
  return { base: at.stateVersion, ...write, patch, digest: digestOf(state), node }
}

/** Where a finished step leads: the next nodes with what each is handed, or the end of this branch. */
export function onward(
  version: LoadedVersion,
  at: Pick<Entered, 'steps'> & { arrived?: Arrived },
  node: string,
  port: string,
  ended?: 'done' | 'rejected',
): Pick<Commit, 'next' | 'outcome'> {
  if (ended) return { next: [], outcome: { status: 'done', result: ended, node } }
  const planned = plan(version.bundle, at.steps, {
    node,
    port,
    ...(at.arrived?.slot ? { subject: at.arrived.slot } : {}),
  })
  if (planned.kind === 'go') return { next: planned.next }
  if (planned.kind === 'end') return { next: [], outcome: { status: 'done', result: planned.outcome, node } }
  return { next: [], outcome: { status: 'failed', result: 'stuck', node, reason: planned.reason } }
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
