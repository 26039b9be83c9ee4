import type { Pool, PoolClient } from 'pg'
import { windowOf } from '@/domain/budget/window'
import { newId } from '@/server/db/id'
import type { Offer } from './catalog'
import type { ModelRequest, PoolBudget, Settlement } from './port'

export interface Reservation {
  callId: string
  accounts: string[]
  reservedMicros: bigint
}

interface ReservedRow {
  accounts: string[]
  refusal: Omit<PoolBudget, 'subjectName'> | null
  name: string | null
}

/** A crash may take this long to be noticed after a call's own deadline. */
const GRACE_MS = 60_000

/**
 * Reserves the worst case of a call in every budget that applies, in one round trip (`reserve_call` in the migrations).
 * @returns the reservation, or the budget that has no room; then nothing was written
 */
export async function reserveCall(
  pool: Pool,
  request: Pick<ModelRequest, 'workspace' | 'run' | 'agent'> & { purpose: string },
  offer: Offer,
  micros: bigint,
  timeoutMs: number,
  digest: string,
): Promise<Reservation | { refusal: PoolBudget }> {
  const { workspace, run, agent } = request
  const now = new Date()
  const callId = newId('call', now.getTime())
  const { rows } = await pool.query<ReservedRow>({
    name: 'reserve_call',
    text: `select accounts, refusal, case refusal->>'scope'
             when 'agent' then (select definition->>'name' from agent
               where workspace_id = $2 and slug = refusal->>'subject')
             when 'team' then (select name from team where id = refusal->>'subject') end as name
           from reserve_call($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
             $16, $17, $18, $19)`,
    values: [
      callId,
      workspace.id,
      run?.id,
      run?.teamId,
      run?.node,
      run?.iteration,
      run?.attempt,
      agent.slug,
      offer.id,
      offer.name,
      offer.provider.name,
      offer.sandbox,
      request.purpose,
      micros.toString(),
      digest,
      timeoutMs + GRACE_MS,
      workspace.timeZone,
      windowOf('day', now, workspace.timeZone),
      windowOf('month', now, workspace.timeZone),
    ],
  })
  const row = rows[0]
  if (!row) throw new Error('reserve_call answered nothing')
  const { refusal, name } = row
  if (refusal) return { refusal: { ...refusal, subjectName: name ?? refusal.subject } }
  return { callId, accounts: row.accounts, reservedMicros: micros }
}

/** Settlements as `settle_calls` takes them. */
export const settlementsJson = (settlements: Settlement[]): string =>
  JSON.stringify(
    settlements.map(({ callId, status, tokensIn, tokensOut, costMicros, error }) => ({
      id: callId,
      status,
      tokensIn,
      tokensOut,
      costMicros: costMicros.toString(),
      error: error ?? null,
    })),
  )

/**
 * Moves reservations to what was spent, within the caller's transaction when given its client; once for each call.
 * @returns how many were settled now
 */
export async function settleCalls(client: Pool | PoolClient, settlements: Settlement[]): Promise<number> {
  if (!settlements.length) return 0
  const { rows } = await client.query<{ settled: number }>({
    name: 'settle_calls',
    text: 'select settle_calls($1) settled',
    values: [settlementsJson(settlements)],
  })
  return rows[0]?.settled ?? 0
}
