import type { Pool, QueryConfig } from 'pg'
import { windowOf } from '@/domain/budget/window'
import type { CallSummary } from '@/domain/run/step'
import { newId } from '@/server/db/id'
import type { Offer } from './catalog'
import type { Reservation } from './ledger'
import type { ModelRequest, PoolBudget } from './port'

/** A model that was passed over, why, and for how many milliseconds at least; -1 = this call never fits its limits. */
export interface PassedOver {
  model: string
  because: NonNullable<CallSummary['because']>
  waitMs: number
}

/** A call that may be sent now, and only now. */
export interface Admitted extends Reservation {
  offer: Offer
  /** The models before it in the list that may not be asked. */
  passed: PassedOver[]
  timeoutMs: number
  tokens: number
  /** In which second its provider's or model's limits count it; absent where neither has any. */
  second?: number
  /** It is the one call that tries an open circuit again. */
  probe: boolean
  /** The model had faults within the last minute: all outcomes count. */
  watched: boolean
  /** `performance.now()` when it was counted, as late as that can have been. */
  countedAt: number
}

export type Admission = Admitted | { refusal: PoolBudget } | { full: PassedOver[] }

/** What one candidate would take. */
export interface Candidate {
  offer: Offer
  micros: bigint
  /** Input and output at worst. */
  tokens: number
  timeoutMs: number
}

interface AdmittedRow {
  chosen: number
  accounts: string[] | null
  refusal: Omit<PoolBudget, 'subjectName'> | null
  passed: PassedOver[] | null
  second: string | null
  probe: boolean | null
  watched: boolean | null
  took_ms: number | null
  name: string | null
  team_name: string | null
}

/**
 * Asks the database, in one round trip, which of these models may be called now, counts the call there and reserves its
 * worst case in every budget that applies (`admit_call` in the migrations). Rates are kept by a sliding window of
 * counters, one a second (Cloudflare, "How we built rate limiting capable of scaling to millions of domains", 2017,
 * in finer steps); parallel calls by leases (Gray and Cheriton, "Leases", SOSP 1989); the line is first come, first
 * served with aging (Silberschatz et al., Operating System Concepts, §5.3).
 * @param candidates in the order of preference, at least one
 * @param ticket by which this request keeps its place in the line; the same for one step's attempts
 * @returns the call as admitted; the budget that has no room; or, where no model may be asked now, why not. Nothing but
 *   a place in the line is written unless it is admitted
 */
export async function admitCall(
  pool: Pool,
  request: Pick<ModelRequest, 'workspace' | 'run' | 'agent' | 'priority'> & { purpose: string },
  candidates: Candidate[],
  ticket: string,
): Promise<Admission> {
  const { workspace, run, agent } = request
  const now = new Date()
  const callId = newId('call', now.getTime())
  const statement = {
    name: 'admit_call',
    text: `select chosen, accounts, refusal, passed, second, probe, watched, took_ms, case refusal->>'scope'
             when 'agent' then (select definition->>'name' from agent
               where workspace_id = $2 and slug = refusal->>'subject')
             when 'team' then (select name from team where id = refusal->>'subject') end as name,
             (select name from team where id = nullif(refusal->>'team', '')) as team_name
           from admit_call($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
             $21, $22)`,
    values: [
      callId,
      workspace.id,
      run?.id,
      run?.teamId,
      run?.node,
      run?.iteration,
      run?.attempt,
      agent.slug,
      request.purpose,
      workspace.timeZone,
      windowOf('day', now, workspace.timeZone),
      windowOf('month', now, workspace.timeZone),
      ticket,
      request.priority ?? 0,
      candidates.map(({ offer }) => offer.id),
      candidates.map(({ offer }) => offer.name),
      candidates.map(({ offer }) => offer.provider.id),
      candidates.map(({ offer }) => offer.provider.name),
      candidates.map(({ offer }) => offer.sandbox),
      candidates.map(({ micros }) => micros.toString()),
      candidates.map(({ tokens }) => tokens),
      candidates.map(({ timeoutMs }) => timeoutMs),
    ],
  }
  const { row, began } = await timed(pool, statement)
  if (!row) throw new Error('admit_call answered nothing')
  const { refusal, name, team_name: teamName } = row
  if (refusal)
    return { refusal: { ...refusal, subjectName: name ?? refusal.subject, ...(teamName && { teamName }) } }
  const chosen = candidates[row.chosen - 1]
  if (!chosen) return { full: row.passed ?? [] }
  return {
    callId,
    accounts: row.accounts ?? [],
    reservedMicros: chosen.micros,
    offer: chosen.offer,
    passed: row.passed ?? [],
    timeoutMs: chosen.timeoutMs,
    tokens: chosen.tokens,
    ...(row.second !== null && { second: Number(row.second) }),
    probe: row.probe ?? false,
    watched: row.watched ?? false,
    countedAt: began + (row.took_ms ?? 0),
  }
}

/** The wait for a free connection is not part of the statement's age. */
async function timed(pool: Pool, statement: QueryConfig): Promise<{ row?: AdmittedRow; began: number }> {
  const client = await pool.connect()
  try {
    const began = performance.now()
    const { rows } = await client.query<AdmittedRow>(statement)
    return { ...(rows[0] && { row: rows[0] }), began }
  } finally {
    client.release()
  }
}

/** Gives a place in the line up for now; whoever asks again under the same ticket is due as before. */
export async function leaveLine(pool: Pool, ticket: string): Promise<void> {
  await pool.query({
    name: 'leave_line',
    text: 'update call_ticket set alive_until = clock_timestamp() where ticket = $1',
    values: [ticket],
  })
}

/** One more request of a call under way. @returns how long to wait before asking again; 0 = it may be sent */
export async function admitAgain(pool: Pool, admitted: Admitted): Promise<number> {
  const { rows } = await pool.query<{ wait_ms: number; second: string }>({
    name: 'guard_take_again',
    text: 'select wait_ms, second from guard_take_again($1, $2, $3, $4)',
    values: [admitted.offer.id, admitted.offer.provider.id, admitted.second, admitted.tokens],
  })
  const row = rows[0]
  if (!row) throw new Error('guard_take_again answered nothing')
  if (row.wait_ms === 0) admitted.second = Number(row.second)
  return row.wait_ms
}
