import type { PoolClient } from 'pg'
import type { Db } from '@/server/db/client'
import { log } from '@/server/log'
import { cancelOrphans } from './orphans'
import { reapCalls } from '@/server/models/reap'
import { goOnWithin } from './go-on-within'
import { releaseHeld } from './hold'
import type { WorkQueue } from './queue'
import { warnBudgets } from './warn-budgets'

const SWEEP_LOCK = 7001

/** Beats this worker's lease; without it the worker's work is taken over. */
export async function beat(db: Db, id: string, about: object): Promise<void> {
  await db.pool.query({
    name: 'beat',
    text: `insert into worker_lease(id, about) values ($1, $2)
           on conflict (id) do update set seen_at = now(), about = excluded.about`,
    values: [id, JSON.stringify(about)],
  })
}

/**
 * One worker at a time looks for what the dead left (branches, runs nobody waits for, reservations), and lets go on what
 * nothing holds any more.
 */
export async function sweep(db: Db, queue: WorkQueue, leaseSeconds: number): Promise<void> {
  const client = await db.pool.connect()
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) held', [
      SWEEP_LOCK,
    ])
    if (!rows[0]?.held) return
    try {
      const taken = await queue.takeOver(leaseSeconds)
      if (taken.size > 0) await noteTakeOver(client, taken)
      const released = (await releaseHeld(db)) + (await goOnWithin(db))
      if (released) queue.kick()
      const orphans = await cancelOrphans(db)
      const reaped = await reapCalls(db)
      const warned = await warnBudgets(db)
      const figures = { taken: total(taken), released, orphans, reaped, warned }
      if (figures.taken || released || orphans || reaped || warned) log.info(figures, 'swept')
    } finally {
      await client.query('select pg_advisory_unlock($1)', [SWEEP_LOCK])
    }
  } finally {
    client.release()
  }
}

const total = (taken: ReadonlyMap<string, number>): number =>
  [...taken.values()].reduce((sum, count) => sum + count, 0)

/** Beside the lease of each worker that was lost: how much of its work went on elsewhere. */
async function noteTakeOver(client: PoolClient, taken: ReadonlyMap<string, number>): Promise<void> {
  await client.query(
    `update worker_lease l set taken_over = l.taken_over + t.count, taken_over_at = now()
       from unnest($1::text[], $2::int[]) t(id, count) where l.id = t.id`,
    [[...taken.keys()], [...taken.values()]],
  )
}
