import { z } from 'zod'
import type { GateDecision } from '../effect/gate'
import type { Caught } from '../pii/net'
import type { ViewField } from '../policy/view'
import type { Claim, Settled } from './settle'

/** Every agent's answer, as the engine asks for it: the contract's `output` and what an auditor must find beside it. */
export const envelopeSchema = z.object({
  output: z.record(z.string(), z.unknown()),
  rationale: z.string().trim().min(1),
  confidence: z.number().min(0).max(1),
  alternatives: z.array(z.object({ option: z.string(), why_not: z.string() })),
  evidence: z.array(z.object({ source: z.string(), says: z.string() })),
  claims: z.array(z.object({ subject: z.string(), value: z.string() })).default([]),
})
export type Envelope = z.infer<typeof envelopeSchema>
/** What stands beside an output, or beside a request in its place. */
export type Grounds = Omit<Envelope, 'output'>

export interface ServedView {
  /** sha256 of the canonical JSON of `data`. */
  digest: string
  stateVersion: number
  data: Record<string, unknown>
  fields: ViewField[]
  /** What was left out or shortened so that it fits the cap of its node. */
  fitted?: FittedView
  /** Personal data that the net took out of it, by type. */
  caught?: Caught
}

export interface FittedView {
  maxTokens: number
  /** Tokens of the view as it would have been sent, and as it was. */
  before: number
  after: number
  replaced: FittedPlace[]
}

/** One place of a view where a mark or a summary stands now. */
export interface FittedPlace {
  /** JSON Pointer into the view, its slot first. */
  at: string
  how: 'pruned' | 'summarised'
  /** sha256 of the canonical JSON of what stood there. */
  digest: string
  before: number
  after: number
}

/** An agent that could not go on without more, and asked the one before it. */
export interface RequestBack {
  asked: Record<string, unknown>
  contract?: string
  /** The node it was asked of, and its name. */
  to: string
  of: string
  /** How many of the requests that it may make this was. */
  round: number
  max: number
  grounds: Grounds
}

/** One agent answered in the place of another. */
export interface StoodIn {
  agent: string
  name: string
  instead: { agent: string; name: string; view?: string }
  because: StepFailure
}

export interface ToolUse {
  tool: string
  connection: string
  arguments: unknown
  /** HTTP status, or 0 when nothing answered. */
  status: number
  answer: unknown
  ms: number
  /** It was not called. */
  denied?: DeniedCall
  /** Personal data that the net took out of what it answered, or for which it was not called, by type. */
  caught?: Caught
}

/** Why something that was asked for was not done. */
export interface DeniedCall {
  /** The policies that forbid it; none where none permits it. */
  policies: string[]
  because: string
}

/** What is not to be trusted of what a step was shown or sends, by the nodes it comes from. */
export interface InputLabel {
  /** Where words came in that nobody has checked. */
  words: string[]
  /** Where such words chose the way on which it was written. */
  chosen: string[]
}

/** One call of a model within a step, as people read it; the money stands in ModelCall. */
export interface CallSummary {
  id: string
  model: string
  provider: string
  sandbox: boolean
  purpose: 'answer' | 'repair' | 'fallback' | 'summary' | 'test'
  because?: 'limited' | 'cooling' | 'open_circuit' | 'failed' // why this model stands in for the one before it
  result: 'fits' | 'misfit' | 'failed' | 'tools'
  tokensIn: number
  tokensOut: number
  costMicros: string
  ms: number
  error?: string
  /** Personal data that the net took out of what was sent, by type. */
  caught?: Caught
}

export interface RuleOutcome {
  id: string
  name: string
  held: boolean
  then: 'review' | 'reject'
  message: string
}

/** What went wrong, for people and for the record. `code` is stable. */
export interface StepFailure {
  code:
    | 'contract_violated'
    | 'model_failed'
    | 'model_refused'
    | 'budget_blocked'
    /** Only a model dearer than the agent's own tier is left, and nobody has granted it. */
    | 'tier_blocked'
    /** The run costs more than its runs usually do. */
    | 'cost_unusual'
    | 'no_model'
    | 'request_exhausted'
    | 'context_exceeded'
    | 'timeout'
    | 'expression_failed'
    | 'connector_failed'
    | 'outcome_unknown'
    | 'view_denied'
    /** Words from outside that nobody has checked would decide an effect. */
    | 'untrusted'
    /** A policy or a business rule does not let an effect out. */
    | 'gate_refused'
    | 'stopped'
    | 'rejected'
    /** No agent that an orchestrator is connected to can do a task. */
    | 'no_agent'
    /** Rounds, time or money of one that works in rounds are used up. */
    | 'bound_reached'
    /** A team that was called did not come to an end of its own. */
    | 'team_failed'
    /** What was to be written makes the run's state larger than it may be. */
    | 'state_too_large'
    | 'internal'
  message: string
  /** JSON pointers and expectations, or whatever the code's reader needs. */
  details?: unknown
}

/** What a step leaves behind, whatever its kind; absent parts do not apply. */
export interface StepResult {
  view?: ServedView
  /** Of an agent and of an effect: what of its input is not to be trusted. */
  label?: InputLabel
  envelope?: Envelope
  output?: unknown
  request?: RequestBack
  standIn?: StoodIn
  tools?: ToolUse[]
  calls?: CallSummary[]
  rules?: RuleOutcome[]
  route?: string
  effect?: { id: string; status: string; request: EffectRequest; response?: unknown }
  /** Of an effect: what the gate before it made of it, stage by stage. */
  gate?: GateDecision
  verdict?: DecidedGate
  /** Of a gate: why it did not let through, for whoever decides next. */
  reasons?: { code: string; text: string }[]
  /** Of an agent that reviewed another's decision. */
  supervision?: Supervision
  /** Of one that settles: the claims as they were compared, and what came of them. */
  settling?: { claims: Claim[]; settled?: Settled; because?: string }
  /** What whoever does it once more is told. */
  feedback?: Feedback
  /** Of a trial: it was not carried out, what it hands on was given. */
  pinned?: true
  /** Of a split: its lanes. Of a join: what arrived and what did not. */
  split?: { fork: string; width: number }
  joined?: { fork: string; arrived: number[]; missing: number[]; late: 'cancel' | 'finish' }
  /** Of an orchestrator: what it gave to whom in this round. */
  tasks?: GivenTask[]
  /** What it was told of its rounds so far. */
  rounds?: ShownRound[]
  /** Of a team that was called: its run, and what that came to. */
  called?: { run: string; status: string; result: string }
  /** Of a timer: until when. */
  until?: string
  /** Of a wait: the event that came, and who sent it. */
  event?: { id: string; name: string; key: string; from: string }
  failure?: StepFailure
}

/** A round as an orchestrator's agent was shown it: whoever stands in may see less of it. */
export interface ShownRound {
  tasks: Pick<GivenTask, 'type' | 'to'>[]
  /** By the task's place among them: what it brought, or why nothing. */
  results: ({ task: number; to: string } & ({ output: unknown } | { missing: string }))[]
}

/** A task that an orchestrator gave, and how it was decided who does it. */
export interface GivenTask {
  type: string
  /** The way out it went by. */
  to: string
  by: 'rule' | 'capability' | 'choice'
  why: string
  input: Record<string, unknown>
}

/** Why something goes back to be done once more, and by whom. */
export interface Feedback {
  by: string
  instructions: string
}

/** What a supervisor made of a worker's decision. */
export interface Supervision {
  verdict: 'approve' | 'amend' | 'reject' | 'escalate'
  /** The worker's node. */
  of: string
  /** What it was told of the worker's decision beside the value; null where that was withheld or there was none. */
  told: { rationale: string; confidence: number } | null
  /** Why it was not told. */
  withheld?: string
  /** Why its verdict does not stand. */
  overruled?: string
  /** Of an amendment: what the worker had decided. */
  before?: unknown
}

/** A verdict at a gate, with the digests of the requests that were approved. */
export interface DecidedGate {
  /** The review at which a person gave it; absent where an agent did. */
  reviewId?: string
  decision: string
  by: string
  reason: string
  edited: boolean
  /** Places that whoever approved was not shown as they are: of those it is no endorsement. */
  unseen?: string[]
  effects: { node: string; digest: string; endpoint?: string }[]
}

/** The exact request an action sends, and how a reviewer reads it. No secrets: the connector adds them. */
export interface EffectRequest {
  /** The action's node. */
  node: string
  connection: string
  connectionName: string
  /** By digest where its connection led when it was made: server/connectors/endpoint.ts. It goes nowhere else. */
  endpoint?: string
  /** The operation that is called with `body` as its arguments; then `method` says how and `path` what, for people. */
  operation?: { name: string; title: string; digest: string }
  method: string
  path: string
  body?: Record<string, unknown>
  summary: string
  changes: { label: string; field: string; before?: unknown; after: unknown }[]
}
