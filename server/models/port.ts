import type { BudgetPeriod, BudgetScope } from '@/domain/budget/window'
import type { JsonSchema } from '@/domain/contract/json-schema'
import type { ModelUse, UsableModel } from '@/domain/policy/uses-model'
import type { DearerModel } from '@/domain/run/review'
import type { CallSummary } from '@/domain/run/step'
import type { ModelTier } from '@/domain/team/agent'
import type { Screen } from '@/server/net'

export interface ToolCall {
  id: string
  name: string
  /** JSON text, as the model wrote it. */
  arguments: string
}

export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string | null; toolCalls?: ToolCall[] }
  | { role: 'tool'; toolCallId: string; content: string }

export interface OfferedTool {
  name: string
  description: string
  parameters: JsonSchema
}

export interface ModelRequest {
  workspace: { id: string; timeZone: string }
  /** Absent when someone tries a model from the console; the pool then settles the call itself. */
  run?: { id: string; teamId: string; node: string; iteration: number; attempt: number }
  agent: { slug: string; tier: ModelTier; models: string[] }
  purpose: CallSummary['purpose']
  /**
   * Who is asked for first where models are limited, on top of the run's own priority: 0 is normal, higher is sooner, any
   * number will do. One more is worth 30 s of waiting.
   */
  priority?: number
  messages: ChatMessage[]
  /**
   * The net that all but the drawn texts (role system) goes through before anything is sent. Without one nothing personal
   * goes out.
   */
  screen?: Screen
  schema: { name: string; schema: JsonSchema }
  tools: OfferedTool[]
  maxOutputTokens: number
  /** For one call, from request to last byte. */
  timeoutMs: number
  signal: AbortSignal
  /** Whether the agent may be answered by a model; absent where a person asks, who may use them all. */
  mayUse?: (model: UsableModel) => Promise<ModelUse>
  /** Awaited before anything is reserved or sent; its rejection is passed on. */
  ready?: () => Promise<void>
}

export type ModelAnswer =
  | { kind: 'text'; text: string }
  | { kind: 'tools'; calls: ToolCall[] }
  | { kind: 'refusal'; text: string }
  /** Cut off at the output cap. */
  | { kind: 'truncated'; text: string }

/** What a reserved call came to. Whoever holds it writes it with `settleCalls`, in the step's own transaction. */
export interface Settlement {
  callId: string
  /** Budget accounts that hold the reservation. */
  accounts: string[]
  reservedMicros: bigint
  costMicros: bigint
  tokensIn: number
  tokensOut: number
  status: 'done' | 'failed'
  error?: CallFailure
}

/** Why a call failed, as it stands in model_call.error. */
export interface CallFailure {
  code: 'rate_limited' | 'server_error' | 'timeout' | 'network' | 'misconfigured' | 'nonsense' | 'aborted'
  message: string
  /** HTTP status, when there was one. */
  status?: number
}

export interface ModelReply {
  answer: ModelAnswer
  /** Every call that was made, failed ones and fallbacks too, oldest first. */
  calls: CallSummary[]
  /** What is still to be settled: the successful call, when the request names a run; else nothing. */
  settle: Settlement[]
}

/**
 * Every route to a model. Each call is admitted first: within the limits that all workers keep together, and with its
 * money reserved. A call that fails is settled at once.
 */
export interface ModelPool {
  /**
   * Asks the first model that may be asked and answers; goes on to the next on limits, faults and silence, and waits its
   * turn where all are limited.
   * @throws PoolError when none may be asked, a budget stands in the way, or none answered; the signal's reason when
   *   the request was called off
   */
  ask(request: ModelRequest): Promise<ModelReply>
}

/** The hard budget that has no room for a call; money as decimal strings of micro-dollars. */
export interface PoolBudget {
  budgetId: string
  scope: BudgetScope
  subject: string
  /** Name of the agent or the team. */
  subjectName: string
  /** Of an agent's budget that counts in one team only: its id, else empty; and its name. */
  team: string
  teamName?: string
  period: BudgetPeriod
  /** As `windowOf` names it. */
  window: string
  capMicros: string
  spentMicros: string
  reservedMicros: string
  neededMicros: string
}

/** The model that is left and may not be used without leave, as its review shows it. */
export type BarredModel = Omit<DearerModel, 'agentName' | 'own'>

/** `timeout` when no model that was tried answered in time, `model_failed` for every other mixture of failures. */
export type PoolErrorCode =
  'no_model' | 'budget_blocked' | 'tier_blocked' | 'cost_unusual' | 'model_failed' | 'timeout'

/** `message` is a sentence for people. */
export class PoolError extends Error {
  /** Calls that were made before it came to this. */
  readonly calls: CallSummary[]
  /** Calls still to be settled; those that failed were settled at once. */
  readonly settle: Settlement[] = []
  /**
   * A PoolBudget for `budget_blocked`, a BarredModel for `tier_blocked`, an UnusualSpend for `cost_unusual`; the failures
   * of the models that were tried otherwise.
   */
  readonly details: unknown
  /** Milliseconds after which asking again makes sense. */
  readonly retryAfterMs: number | undefined
  /** Whether asking again can help at all, by server/models/retry-policy.ts. */
  readonly retryable: boolean
  /** It was not let in: nobody took the request up, and there is a time at which somebody may. Nothing was done. */
  readonly turnedAway: boolean

  constructor(
    readonly code: PoolErrorCode,
    message: string,
    about: {
      calls?: CallSummary[]
      details?: unknown
      retryAfterMs?: number | undefined
      retryable?: boolean
      turnedAway?: boolean
    } = {},
  ) {
    super(message)
    this.name = 'PoolError'
    this.calls = about.calls ?? []
    this.details = about.details
    this.retryAfterMs = about.retryAfterMs
    this.retryable = about.retryable ?? false
    this.turnedAway = about.turnedAway ?? false
  }
}
