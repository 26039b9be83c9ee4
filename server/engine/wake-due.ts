import type { Pool } from 'pg'
import { wakeWorkers } from './wake'

/** Woken in one go; more wait for the next. */
const AT_A_TIME = 500

/** Wakes branches whose time has come and joins whose lanes took too long; safe from several workers at once. */
export async function wakeDue(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({
    name: 'wake_due',
    text: 'select wake_due($1) count',
    values: [AT_A_TIME],
  })
  const count = rows[0]?.count ?? 0
  if (count > 0) await wakeWorkers(pool)
  return count
}
