import { costOfTokens } from '@/domain/budget/money'
import { log } from '@/server/log'
import type { Offer } from './catalog'
import type { Reservation } from './ledger'
import type { ChatReply } from './openai'
import type { CallFailure, Settlement } from './port'

export interface Asked {
  /** Input tokens as we count them. */
  counted: number
  maxOutputTokens: number
}

/** Vocabularies differ, and providers add to a prompt; none of them by more than this. */
const MOST_TIMES = 4
const MOST_ADDED = 1000

/**
 * What the provider billed. Where it does not say, or claims what this call cannot have used, the worst case counts: its
 * word must not empty a budget.
 */
export function settlementOf(
  reserved: Reservation,
  offer: Offer,
  { usage }: ChatReply,
  asked: Asked,
): Settlement {
  const error = usage && implausible(usage, asked)
  if (error) log.warn({ call: reserved.callId, model: offer.name, ...usage }, 'a provider claims nonsense')
  if (!usage || error) {
    const worst = { tokensIn: asked.counted, tokensOut: 0, costMicros: reserved.reservedMicros }
    return { ...reserved, ...worst, status: 'done', ...(error && { error }) }
  }
  const costMicros =
    costOfTokens(usage.tokensIn, offer.inMicrosPerMTok) +
    costOfTokens(usage.tokensOut, offer.outMicrosPerMTok)
  return { ...reserved, ...usage, costMicros, status: 'done' }
}

function implausible(
  { tokensIn, tokensOut }: { tokensIn: number; tokensOut: number },
  asked: Asked,
): CallFailure | undefined {
  const mostIn = asked.counted * MOST_TIMES + MOST_ADDED
  if (tokensIn <= mostIn && tokensOut <= asked.maxOutputTokens) return undefined
  const message = `The provider claims ${tokensIn} tokens in and ${tokensOut} out, where at most ${mostIn} and ${asked.maxOutputTokens} can be: what was reserved counts.`
  return { code: 'nonsense', message }
}

/** Errors are not billed: none of the providers does, and none reports usage with one. */
export const failedSettlement = (reserved: Reservation, error: CallFailure): Settlement => ({
  ...reserved,
  status: 'failed',
  tokensIn: 0,
  tokensOut: 0,
  costMicros: 0n,
  error,
})
