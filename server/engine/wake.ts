import type { Pool } from 'pg'
import type { Db } from '@/server/db/client'
import type { Statements } from './store'

/** Workers listen here and poll their queue at once when told. */
export const CHANNEL = 'baton_advance'

const WAKE = { name: 'wake', text: `select pg_notify('${CHANNEL}', '')` }

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
    await pool.query(WAKE).catch(() => undefined)
  })
  waking.set(pool, wake)
  return wake
}

/** Oftener than this, those who wake share it. */
const APART_MS = 2
const enqueued = new WeakMap<Pool, number>()

/**
 * For one statement that enqueues: where it is the only one at the moment, the workers are told right behind it, without
 * waiting for its answer first; else they are told by `wake`, to be called once it is committed.
 */
export function enqueuing({ lanes, pool }: Pick<Db, 'lanes' | 'pool'>): {
  lanes: Statements
  wake: () => Promise<void> | undefined
} {
  const now = performance.now()
  const alone = now - (enqueued.get(pool) ?? -APART_MS) >= APART_MS && !waking.has(pool)
  enqueued.set(pool, now)
  return alone
    ? { lanes: { query: (statement) => lanes.queryBefore(WAKE, statement) }, wake: () => undefined }
    : { lanes, wake: () => wakeWorkers(pool) }
}
