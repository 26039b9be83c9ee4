import type { ModelTier } from '@/domain/team/agent'
import { candidatesAmong } from '@/domain/team/cost/candidates'
import type { Catalog, Offer } from './catalog'
import { PoolError } from './port'

/**
 * The models an agent may be answered by, in the order they are tried (domain/team/cost/candidates.ts).
 * @throws PoolError no_model, also when an agent names models and none of them may be asked
 */
export function chooseCandidates(
  { offers, unusable }: Catalog,
  agent: { slug: string; tier: ModelTier; models: string[] },
): Offer[] {
  const candidates = candidatesAmong(offers, agent)
  if (candidates.length > 0) return candidates
  if (agent.models.length > 0) {
    const why = agent.models.map((name) => `${name} (${reason(unusable.get(name))})`)
    throw new PoolError('no_model', `No model that ${agent.slug} names may be asked: ${why.join(', ')}.`)
  }
  const off = [...unusable].map(([name, why]) => `${name} (${reason(why)})`).slice(0, 5)
  const detail = off.length ? ` There are: ${off.join(', ')}.` : ''
  throw new PoolError('no_model', `No model may be asked: none is on and has a price.${detail}`)
}

const reason = (why: 'off' | 'no price' | undefined): string =>
  why === 'off' ? 'off' : why === 'no price' ? 'its price is not known' : 'unknown'
