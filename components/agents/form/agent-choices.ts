import type { Classification } from '@/domain/policy/classification'
import { AUTONOMY_LEVELS, MODEL_TIERS, type ModelTier } from '@/domain/team/agent'

/** What may be chosen for an agent, each with what it means; the same wherever one is made. */

interface Choice<Value extends string = string> {
  value: Value
  label: string
  hint: string
}

export const CLEARANCES: readonly Choice<Classification>[] = [
  { value: 'public', label: 'public', hint: 'Sees only what anybody may know' },
  { value: 'internal', label: 'internal', hint: 'And what stays among colleagues' },
  { value: 'confidential', label: 'confidential', hint: 'And customers’ and business data' },
  { value: 'restricted', label: 'restricted', hint: 'Everything that is classified' },
]

const LEVELS: Record<(typeof AUTONOMY_LEVELS)[number], string> = {
  shadow: 'Works beside people; what it says has no effect',
  supervised: 'Every decision waits for a person',
  guarded: 'Decides alone within the rules of its gates',
  autonomous: 'Decides alone; people see it afterwards',
}

/** The level's number is its value. */
export const AUTONOMY: readonly Choice[] = AUTONOMY_LEVELS.map((name, level) => ({
  value: String(level),
  label: `${level} ${name}`,
  hint: LEVELS[name],
}))

const SIZES: Record<ModelTier, string> = {
  small: 'Quick and cheap',
  standard: 'For most work',
  large: 'For what is hard; the dearest',
}

export const TIERS: readonly Choice<ModelTier>[] = MODEL_TIERS.map((value) => ({
  value,
  label: value,
  hint: SIZES[value],
}))
