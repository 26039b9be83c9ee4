import { z } from 'zod'
import type { BudgetScope } from '../budget/window'
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
  /** For a budget review: what is asked for. */
  budget?: {
    budgetId: string
    scope: BudgetScope
    subject: string
    /** Absent where it was asked before names were kept. */
    subjectName?: string
    period: string
    capMicros: string
    spentMicros: string
    reservedMicros: string
    neededMicros: string
    proposedCapMicros: string
  }
  /** For a conflict review: what is claimed, side by side, and why no rule settled it. */
  conflict?: { subject: string; claims: ShownClaim[]; compare: 'equal' | number; because: string }
  sendBacksLeft: number
  reasonRequired: boolean
  sandbox: boolean
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

/** approve: go on (with `edit`, the draft as edited) · reject: the gate's rejected way, or the run ends · send_back: once more, with instructions · retry: an escalated step once more · raise: a budget's new cap. */
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
