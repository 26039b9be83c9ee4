import type { Actor } from '@/domain/actor'
import { scopePath } from '@/domain/state/scoped'
import { writeSlot } from '@/domain/state/patch'
import { fitsIn, LARGEST_STATE, StateTooLargeError } from '@/domain/state/size'
import type { NewEntry } from '@/server/record/append'
import { saltedDigest } from '@/server/record/digest'
import type { Entered } from './entered'
import type { StateWrite } from './store'
import type { LoadedVersion } from './versions'

export const ENGINE: Actor = { kind: 'system', id: 'engine', name: 'Engine' }

/**
 * One write of one slot on top of the state as it was read; the commit is refused when another came first.
 * @throws StateTooLargeError
 */
export function stateWrite(
  at: Pick<Entered, 'root' | 'scope' | 'stateVersion' | 'salt'>,
  write: { slot: string; value: unknown; writer: Actor },
): StateWrite {
  const frame = scopePath(at.scope)
  const { patch, state } = writeSlot(at.root, write.slot, write.value, frame)
  if (!fitsIn(state, LARGEST_STATE)) throw new StateTooLargeError(write.slot)
  return {
    base: at.stateVersion,
    at: [...frame, write.slot],
    ...write,
    patch,
    digest: saltedDigest(state, at.salt),
    root: state,
  }
}

/** What a token sees of the state once a slot is written; as it was when there is nothing to write. */
export const stateAfter = (
  { state }: Pick<Entered, 'state'>,
  write: { slot: string; value: unknown } | undefined,
): Record<string, unknown> => (write ? { ...state, [write.slot]: write.value } : state)

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
