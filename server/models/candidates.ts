import type { ModelTier } from '@/domain/team/agent'
import type { Catalog, Offer } from './catalog'
import { PoolError } from './port'

/** Where a tier has no real model: the nearest, cheaper before dearer. */
const NEAREST: Record<ModelTier, ModelTier[]> = {
  small: ['small', 'standard', 'large'],
  standard: ['standard', 'small', 'large'],
  large: ['large', 'standard', 'small'],
}

/**
 * The models an agent may use, in the order they are tried: those it names, then, or if it names none, those of its tier.
 * The sandbox stands in only while the workspace has no real model: a decision by rule must never silently take the
 * place of one that a model was to make. An agent may name it.
 * @throws PoolError no_model, also when an agent names models and none of them may be asked
 */
export function chooseCandidates(
  { offers, unusable }: Catalog,
  agent: { slug: string; tier: ModelTier; models: string[] },
): Offer[] {
  const named = agent.models.flatMap((name) => offers.filter((offer) => offer.name === name))
  if (agent.models.length && !named.length) {
    const why = agent.models.map((name) => `${name} (${reason(unusable.get(name))})`)
    throw new PoolError('no_model', `No model that ${agent.slug} names may be asked: ${why.join(', ')}.`)
  }
  const real = offers.filter((offer) => !offer.sandbox)
  const able = real.length ? real : offers
  const tier = NEAREST[agent.tier].find((near) => able.some((offer) => offer.tier === near))
  const ofTier = able.filter((offer) => offer.tier === tier && !named.includes(offer))
  const stands = named.some((offer) => !offer.sandbox) || !named.length ? ofTier : []
  const candidates = [...named, ...stands]
  if (candidates.length) return candidates
  const off = [...unusable].map(([name, why]) => `${name} (${reason(why)})`).slice(0, 5)
  const detail = off.length ? ` There are: ${off.join(', ')}.` : ''
  throw new PoolError('no_model', `No model may be asked: none is on and has a price.${detail}`)
}

const reason = (why: 'off' | 'no price' | undefined): string =>
  why === 'off' ? 'off' : why === 'no price' ? 'its price is not known' : 'unknown'
