import { MODEL_TIERS, type ModelTier } from '../team/agent'
import type { Decide } from './cedar/decide'
import { modelRequest } from './deeds'
import { decided, denialOf, type Denial } from './denial'
import type { Doer, Errand } from './sight'

/** A model that an agent might be answered by. */
export interface UsableModel {
  id: string
  name: string
  tier: ModelTier
  /** It answers by rule; nobody bills it. */
  sandbox: boolean
}

/** `ask`: it is dearer than what the agent may use, and would be permitted where a person grants it. */
export type ModelUse = 'yes' | 'ask' | 'no'

const rank = (tier: ModelTier): number => MODEL_TIERS.indexOf(tier)

/** Whether a tier is above another. */
export const isDearer = (tier: ModelTier, than: ModelTier): boolean => rank(tier) > rank(than)

/** The dearest of some tiers. */
export const dearest = (tiers: readonly ModelTier[]): ModelTier | undefined =>
  MODEL_TIERS.findLast((tier) => tiers.includes(tier))

/** What decides on an agent's use of models. */
export interface ModelPolicies {
  /** Absent where the workspace has no policies of its own: the default ones need no asking. */
  decide: Decide | undefined
  errand: Errand
  startedBy: string
}

/**
 * Whether an agent may use a model: by the workspace's policies (`model.use`), by the default ones where it has none of its
 * own. A practice model costs nothing, so its tier asks for nothing.
 * @param granted the dearest tier that a person has granted it, standing or in this run
 * @returns with what was denied, where it may not
 */
export function mayUse(
  agent: Doer,
  model: UsableModel,
  granted: ModelTier | undefined,
  { decide, errand, startedBy }: ModelPolicies,
): { use: ModelUse; denial?: Denial } {
  const isGranted = model.sandbox || (granted !== undefined && !isDearer(model.tier, granted))
  // A model is asked, it changes nothing outside: what was read before does not bear on which one it may be.
  const asked = (granted: boolean) =>
    modelRequest({ agent, errand, startedBy, tainted: false, granted }, model)
  const answer = (granted: boolean) =>
    decide
      ? decided(decide, asked(granted))
      : { allowed: granted || !isDearer(model.tier, agent.tier), policies: [] }
  const said = answer(isGranted)
  if (said.allowed) return { use: 'yes' }
  return {
    use: !isGranted && answer(true).allowed ? 'ask' : 'no',
    denial: denialOf(asked(isGranted), said),
  }
}
