import { worstCall } from '../../budget/worst-call'
import type { Agent } from '../agent'
import { candidatesAmong } from './candidates'
import type { PricedModel } from './priced'

/** A call that is reserved at least for: its model, and micro-dollars. */
export interface DearestCall {
  model: string
  micros: bigint
}

/**
 * The dearest of the models that these agents may be answered by, and what one call of it reserves at least: its output at the
 * cap, however little is sent.
 * @returns undefined where none is asked
 */
export function dearestCall(
  models: readonly PricedModel[],
  asked: readonly { agent: Pick<Agent, 'tier' | 'models'>; maxOutputTokens: number }[],
): DearestCall | undefined {
  return asked
    .flatMap(({ agent, maxOutputTokens }) =>
      candidatesAmong(models, agent).map(({ name, ...price }): DearestCall => ({
        model: name,
        micros: worstCall(0, maxOutputTokens, {
          name,
          inMicrosPerMTok: BigInt(price.inMicrosPerMTok),
          outMicrosPerMTok: BigInt(price.outMicrosPerMTok),
        }).micros,
      })),
    )
    .reduce<DearestCall | undefined>(
      (most, call) => (most && most.micros >= call.micros ? most : call),
      undefined,
    )
}
