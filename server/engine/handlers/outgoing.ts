import { turnBack } from '@/domain/policy/turn-back'
import type { EffectRequest } from '@/domain/run/step'
import type { Activation } from '../types'

/**
 * A request as it goes out: fields that are pseudonyms of this run say the values they stand for, here and nowhere before.
 * @returns with those fields
 */
export function outgoing(
  { engine, runId, version, at }: Activation<'action'>,
  request: EffectRequest,
): { request: EffectRequest; fields: string[] } {
  const { body, fields } = turnBack(request.body, () => engine.aliasKey(runId, version.bundle), at.root)
  return { request: body ? { ...request, body } : request, fields }
}
