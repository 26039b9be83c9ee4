import type { Pool } from 'pg'

export const BREAKERS = ['closed', 'open', 'half_open'] as const
export type BreakerState = (typeof BREAKERS)[number]

/** Limits as an admin set them; null is none. */
export interface CallLimits {
  requestsPerMinute: number | null
  tokensPerMinute: number | null
  parallelCalls: number | null
}

/** How a provider, a model or a connection stands, for all workers together. */
export interface GuardState extends CallLimits {
  /** Present use, as the limits count it: of the last minute, and calls under way. */
  requests: number
  tokens: number
  parallel: number
  /** Calls that wait in its line. */
  waiting: number
  /** The service asked to be left alone until then. */
  coolingUntil: Date | null
  breaker: BreakerState
  breakerSince: Date | null
  /** Calls of the last minute that its circuit breaker counts, and how many of them failed. */
  calls: number
  errors: number
  /** A code, such as `timeout`, `server_error 503`. */
  lastError: string | null
  lastErrorAt: Date | null
}

interface Row {
  id: string
  requests_per_minute: number | null
  tokens_per_minute: number | null
  parallel_calls: number | null
  requests: number
  tokens: number
  parallel: number
  waiting: number
  cooling_until: Date | null
  breaker: BreakerState
  breaker_since: Date | null
  calls: number
  errors: number
  last_error: string | null
  last_error_at: Date | null
}

/** By the id of what is guarded; whoever has neither limits nor faults is not there. */
export async function guardStates(pool: Pool, workspaceId: string): Promise<Map<string, GuardState>> {
  const { rows } = await pool.query<Row>('select * from guard_states($1)', [workspaceId])
  return new Map(
    rows.map((row) => [
      row.id,
      {
        requestsPerMinute: row.requests_per_minute,
        tokensPerMinute: row.tokens_per_minute,
        parallelCalls: row.parallel_calls,
        requests: row.requests,
        tokens: row.tokens,
        parallel: row.parallel,
        waiting: row.waiting,
        coolingUntil: row.cooling_until,
        breaker: row.breaker,
        breakerSince: row.breaker_since,
        calls: row.calls,
        errors: row.errors,
        lastError: row.last_error,
        lastErrorAt: row.last_error_at,
      },
    ]),
  )
}
