import type { Agent, ModelTier } from '../agent'

/** Where a tier has no real model: the nearest, cheaper before dearer. */
const NEAREST: Record<ModelTier, ModelTier[]> = {
  small: ['small', 'standard', 'large'],
  standard: ['standard', 'small', 'large'],
  large: ['large', 'standard', 'small'],
}

/**
 * The models an agent may be answered by, in the order they are tried: those it names, then, or if it names none, those
 * of its tier. The sandbox stands in only while there is no real model: a decision by rule must never silently take the
 * place of one that a model was to make. An agent may name it.
 * @param offers models that may be asked: on, and with a price
 */
export function candidatesAmong<Offer extends { name: string; tier: ModelTier; sandbox: boolean }>(
  offers: readonly Offer[],
  agent: Pick<Agent, 'tier' | 'models'>,
): Offer[] {
  const named = agent.models.flatMap((name) => offers.filter((offer) => offer.name === name))
  if (agent.models.length > 0 && named.length === 0) return []
  const real = offers.filter((offer) => !offer.sandbox)
  const able = real.length > 0 ? real : offers
  const tier = NEAREST[agent.tier].find((near) => able.some((offer) => offer.tier === near))
  const ofTier = able.filter((offer) => offer.tier === tier && !named.includes(offer))
  const stands = named.some((offer) => !offer.sandbox) || named.length === 0 ? ofTier : []
  return [...named, ...stands]
}
