import type { BudgetPeriod, BudgetScope } from '../../budget/window'
import type { ModelTier } from '../agent'

/** A model that the workspace has on, with what it charges: micro-dollars for a million tokens, as decimal texts. */
export interface PricedModel {
  name: string
  tier: ModelTier
  sandbox: boolean
  inMicrosPerMTok: string
  outMicrosPerMTok: string
}

/** A limit that somebody has set: micro-dollars as a decimal text. */
export interface SetBudget {
  scope: BudgetScope
  /** Slug of the agent or the team; empty for the workspace's own. */
  subject: string
  /** Slug of the only team in which an agent's counts. */
  team?: string
  period: BudgetPeriod
  capMicros: string
  hard: boolean
}
