import type { Db } from '@/server/db/client'

/**
 * Closes calls whose process did not come back a minute after their deadline. Whether the provider billed them is not
 * known, so their reservation counts as spent; nothing stays reserved.
 * @returns how many were closed
 */
export async function reapCalls(db: Pick<Db, 'pool'>): Promise<number> {
  const { rows } = await db.pool.query<{ reaped: number }>('select reap_calls() reaped')
  return rows[0]?.reaped ?? 0
}
