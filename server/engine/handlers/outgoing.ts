import { clears } from '@/domain/policy/classification'
import type { Looker, Sees } from '@/domain/policy/sight'
import { turnBack } from '@/domain/policy/turn-back'
import { seenState, type RunLooker } from '@/domain/run/run-sight'
import type { EffectRequest } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import type { Activation } from '../types'

/**
 * A request as it goes out: fields that are pseudonyms of this run say the values they stand for, here and nowhere before.
 * What its connection is not cleared for stays a pseudonym: whatever its agent may write, that is all the agent was shown.
 * @returns with those fields
 */
export function outgoing(
  { engine, runId, version, at }: Activation<'action'>,
  request: EffectRequest,
): { request: EffectRequest; fields: string[] } {
  const { bundle } = version
  const key = (): Uint8Array => engine.aliasKey({ id: runId, salt: at.salt }, bundle)
  const { body, fields } = turnBack(
    request.body,
    key,
    () => seenState(receiver(bundle, request.connection), at.root).data,
  )
  return { request: body ? { ...request, body } : request, fields }
}

/** A connection as somebody who looks at a run: they see what it may receive. */
export function receiver(bundle: Bundle, slug: string): RunLooker {
  const { clearance = 'public', name = slug, owner = '' } = bundle.connections[slug] ?? {}
  const looker: Looker = { slug, name, owner, clearance, categories: [], tier: 'small', autonomy: 0 }
  const sees: Sees = (_, { classification }) => ({
    visibility: classification && clears(clearance, classification) ? 'clear' : 'absent',
  })
  return { bundle, looker, sees }
}
