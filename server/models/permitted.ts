import { worstCall } from '@/domain/budget/worst-call'
import { isDearer } from '@/domain/policy/uses-model'
import type { ModelPrice } from '@/domain/run/review'
import type { Catalog, Offer } from './catalog'
import { PoolError, type BarredModel, type ModelRequest } from './port'
import type { Turn } from './turn'

interface Permitted {
  /** Those that the agent may use, in their order. */
  permitted: Offer[]
  /** The first that needs somebody's leave. */
  toAsk: Offer | undefined
  /** What might answer without leave, for comparison. */
  instead: Offer | undefined
}

/**
 * Which of the models that might answer an agent may use. Where its settings name a dearer one first, another does not
 * silently take its place; one that only comes after others is asked about once none of those has answered.
 */
export async function permittedTo(request: ModelRequest, candidates: Offer[]): Promise<Permitted> {
  const { mayUse, agent } = request
  if (!mayUse) return { permitted: candidates, toAsk: undefined, instead: undefined }
  const judged = await Promise.all(candidates.map(async (offer) => ({ offer, use: await mayUse(offer) })))
  const permitted = judged.flatMap(({ offer, use }) => (use === 'yes' ? [offer] : []))
  const toAsk = judged.find(({ use }) => use === 'ask')?.offer
  const isWanted = toAsk !== undefined && toAsk === candidates[0] && agent.models.includes(toAsk.name)
  return { permitted: isWanted ? [] : permitted, toAsk, instead: permitted[0] }
}

/** A model that needs leave, with what this call may cost by it and by what the agent's own tier has. */
export function barredModel(
  offer: Offer,
  instead: Offer | undefined,
  { offers }: Catalog,
  request: ModelRequest,
  { countedTokens }: Turn,
): BarredModel {
  const priced = (one: Offer): ModelPrice => ({
    model: one.name,
    tier: one.tier,
    neededMicros: worstCall(countedTokens, request.maxOutputTokens, one).micros.toString(),
    inMicrosPerMTok: one.inMicrosPerMTok.toString(),
    outMicrosPerMTok: one.outMicrosPerMTok.toString(),
  })
  const own = instead ?? offers.find(({ tier, sandbox }) => !sandbox && isDearer(offer.tier, tier))
  return { agent: request.agent.slug, ...priced(offer), ...(own && { instead: priced(own) }) }
}

/** No policy lets the agent use any of the models that might answer. */
export const forbidden = ({ agent }: ModelRequest): PoolError =>
  new PoolError('no_model', `No policy lets ${agent.slug} use any of the models that might answer.`)
