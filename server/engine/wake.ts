import type { Pool } from 'pg'

/** Workers listen here and poll their queue at once when told. */
export const CHANNEL = 'baton_advance'

const waking = new WeakMap<Pool, Promise<void>>()

/**
 * Tells the workers that something was enqueued and committed. Outside the enqueuing transaction, since PostgreSQL lets
 * commits that notify take turns, and shared by all who call within the same moment. If it is lost, the workers' poll
 * finds the work within a second.
 */
export function wakeWorkers(pool: Pool): Promise<void> {
  const due = waking.get(pool)
  if (due) return due
  const wake = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
    waking.delete(pool)
    await pool.query({ name: 'wake', text: `select pg_notify('${CHANNEL}', '')` }).catch(() => undefined)
  })
  waking.set(pool, wake)
  return wake
}
