import type { Db } from '@/server/db/client'

/**
 * Closes calls whose process did not come back a minute after their deadline. Whether the provider billed them is not
 * known, so their reservation counts as spent; nothing stays reserved. Clears slots whose lease is over and places in a
 * line to which nobody came back: they count for nothing, they only take room.
 * @returns how many calls were closed
 */
export async function reapCalls(db: Pick<Db, 'pool'>): Promise<number> {
  const { rows } = await db.pool.query<{ reaped: number }>(
    `with slots as (delete from service_slot where expires_at < clock_timestamp()),
       tickets as (delete from call_ticket where alive_until < clock_timestamp() - interval '15 minutes')
     select reap_calls() reaped`,
  )
  return rows[0]?.reaped ?? 0
}
