import type { ModelTier } from '@/domain/team/agent'
import { createOpenAiClient, ProviderError } from './openai'
import { priceOf, type Price } from './prices'
import { isChatModel, isSnapshot, tierOf } from './tier'

/** A model a provider offers, as it would be added. */
export interface Discovered {
  name: string
  tier: ModelTier
  position: number
  enabled: boolean
  price: Price | null
}

/** More than this many a tier would only be noise. */
const ENABLED_PER_TIER = 2
const LISTED = 60

/**
 * What a provider offers, asked live: its chat models, newest first. Those with a known price are put in a tier, the newest
 * of each turned on; a model without a known price is listed but off, until an admin states it.
 * An endpoint that keeps no list has none to add.
 * @throws ProviderError
 */
export async function discoverModels(baseUrl: string, key: string | undefined): Promise<Discovered[]> {
  const listed = await createOpenAiClient(baseUrl, key)
    .models(15_000)
    .catch((error: unknown) => {
      if (error instanceof ProviderError && [404, 405, 501].includes(error.failure.status ?? 0)) return []
      throw error
    })
  const plain = new Set(listed.map(({ name }) => name).filter((name) => !isSnapshot(name)))
  const wanted = listed.filter(({ name }) => isChatModel(name) && (!isSnapshot(name) || plain.size === 0))
  const enabled: Record<ModelTier, number> = { small: 0, standard: 0, large: 0 }
  return wanted.slice(0, LISTED).map(({ name }, position) => {
    const price = priceOf(name, baseUrl)
    const tier = price ? tierOf(name, price) : 'standard'
    const on = price !== null && enabled[tier] < ENABLED_PER_TIER
    if (on) enabled[tier]++
    return { name, tier, position, enabled: on, price }
  })
}
