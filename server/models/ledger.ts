import type { Pool, PoolClient } from 'pg'
import type { Settlement } from './port'

/** The money of one call, held by `admitCall` until it is settled. */
export interface Reservation {
  callId: string
  accounts: string[]
  reservedMicros: bigint
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
