import { z } from 'zod'
import type { BudgetScope } from '../budget/window'
import type { ModelTier } from '../team/agent'
import type { GateDecision } from '../effect/gate'
import type { Claim } from './settle'
import type { EffectRequest, RuleOutcome, StepFailure } from './step'

export const REVIEW_KINDS = ['approval', 'escalation', 'budget', 'conflict'] as const
export type ReviewKind = (typeof REVIEW_KINDS)[number]

/** Exactly what a reviewer is shown. The verdict binds to the SHA-256 of its canonical JSON. */
export interface ReviewView {
  kind: ReviewKind
  question: string
  goal: string
  team: { id: string; name: string; version: number; digest: string }
  run: {
    id: string
    title: string
    startedBy: { kind: string; id: string; name: string }
    mode: 'live' | 'shadow'
  }
  reasons: { code: string; text: string }[]
  /** The subject that waits: its slot, contract and value; editable by the contract's form. */
  draft?: { slot: string; contract?: string; value: unknown; by: string }
  /** What will change outside if approved, request by request. */
  effects: EffectRequest[]
  /** Upstream decisions, oldest first. */
  chain: ChainLink[]
  /** State the reviewer sees as evidence, by slot. */
  evidence: Record<string, unknown>
  spentMicros: string
  stateVersion: number
  rules?: RuleOutcome[]
  failure?: StepFailure
  /** Where the gate before an effect asks: what each of its stages made of it. */
  gate?: GateDecision
  /** For a budget review: what is asked for. */
  budget?: {
    budgetId: string
    scope: BudgetScope
    subject: string
    /** Absent where it was asked before names were kept. */
    subjectName?: string
    /** Of an agent's budget that counts in one team only. */
    teamName?: string
    period: string
    capMicros: string
    spentMicros: string
    reservedMicros: string
    neededMicros: string
    proposedCapMicros: string
  }
  /** For a budget review about a model dearer than an agent's tier: what it would cost, and what its own would. */
  dearer?: DearerModel
  /** For a budget review about a run that costs more than its runs do. */
  unusual?: UnusualSpend
  /** For a conflict review: what is claimed, side by side, and why no rule settled it. */
  conflict?: { subject: string; claims: ShownClaim[]; compare: 'equal' | number; because: string }
  sendBacksLeft: number
  reasonRequired: boolean
  sandbox: boolean
}

/** What a call may cost at worst with one model; money as decimal strings of micro-dollars. */
export interface ModelPrice {
  model: string
  tier: ModelTier
  /** The worst case of the call that was to be made: the input as counted, the output at its cap. */
  neededMicros: string
  /** For a million tokens. */
  inMicrosPerMTok: string
  outMicrosPerMTok: string
}

/** A model that an agent may not use without leave, beside what its own tier offers. */
export interface DearerModel extends ModelPrice {
  agent: string
  agentName: string
  /** The agent's own tier. */
  own: ModelTier
  /** What it would be asked of its own tier, where that has a model. */
  instead?: ModelPrice
}

/** What a run has cost, and what its runs usually do; money as decimal strings of micro-dollars. */
export interface UnusualSpend {
  spentMicros: string
  medianMicros: string
  /** From where on a run is out of the ordinary. */
  limitMicros: string
  /** How many runs that is taken from. */
  runs: number
  /** Where it asks again, if it is let go on. */
  nextMicros: string
}

/** One claim as a reviewer sees it. */
export interface ShownClaim extends Claim {
  /** The claimant's node, as people know it. */
  name: string
  agent: string
  rationale: string
  /** Whether it is the decision owner's. */
  owns: boolean
}

export interface ChainLink {
  node: string
  name: string
  kind: string
  iteration: number
  at: string
  says: string
  confidence?: number
  costMicros: string
}

/** approve: go on (with `edit`, the draft as edited) · reject: the gate's rejected way, or the run ends · send_back: once more, with instructions · retry: an escalated step once more · raise: a budget's new cap, or leave to use a dearer model or to go on spending. */
export const verdictSchema = z.object({
  decision: z.enum(['approve', 'reject', 'send_back', 'retry', 'raise']),
  /** Digest of what was shown. */
  digest: z.string(),
  reason: z.string().trim().max(2000).default(''),
  /** The whole draft after editing; only with approve. */
  edit: z.record(z.string(), z.unknown()).optional(),
  /** Which claim holds, counted from 0; with approve of a conflict, and only there. */
  claim: z.number().int().min(0).max(7).optional(),
  /** Only with raise: the new cap in micro-dollars. */
  capMicros: z
    .string()
    .regex(/^[0-9]{1,15}$/)
    .optional(),
})
export type Verdict = z.infer<typeof verdictSchema>
