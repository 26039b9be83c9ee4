import { isDearer } from '../../policy/uses-model'
import type { Agent, ModelTier } from '../agent'
import { candidatesAmong } from './candidates'

/**
 * The model for which an agent's runs wait for leave: where only dearer ones than its tier may answer it, or where it names a
 * dearer one first. Undefined where one answers without leave. By tiers alone, as the default policies decide.
 * @param offers models that may be asked: on, and with a price
 * @param granted the dearest tier that it has standing leave for
 */
export function leaveFor<Offer extends { name: string; tier: ModelTier; sandbox: boolean }>(
  offers: readonly Offer[],
  agent: Pick<Agent, 'tier' | 'models'>,
  granted: ModelTier | undefined,
): Offer | undefined {
  const candidates = candidatesAmong(offers, agent)
  const asks = ({ tier, sandbox }: Offer) =>
    !sandbox && isDearer(tier, agent.tier) && (granted === undefined || isDearer(tier, granted))
  const asked = candidates.find(asks)
  if (!asked) return undefined
  const isWanted = asked === candidates[0] && agent.models.includes(asked.name)
  return isWanted || candidates.every(asks) ? asked : undefined
}
