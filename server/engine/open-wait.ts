import type { Db } from '@/server/db/client'
import { inTransaction } from '@/server/db/transaction'
import type { Awaits } from './entered'
import type { Committed, Statements } from './store'

/**
 * Puts a branch to sleep and opens its wait in one transaction, under the lock that whoever brings such an event takes
 * too (`lock_event` in the migration of events): the two cannot miss each other. The lock comes before the run's row,
 * which the commit locks.
 * @param commit the step's commit on the connection it is given
 * @returns `met` when an event that came before was there: the branch is enqueued again
 */
export async function openWait(
  { pool }: Pick<Db, 'pool'>,
  at: { workspaceId: string; runId: string; branch: string; until: string | undefined },
  { event, key, shared }: Awaits,
  commit: (client: Statements) => Promise<Committed>,
): Promise<{ committed: Committed; met: boolean }> {
  return inTransaction(pool, async (client) => {
    await client.query({
      name: 'lock_event',
      text: 'select lock_event($1, $2, $3)',
      values: [at.workspaceId, event, key],
    })
    const committed = await commit(client)
    const { rows } = await client.query<{ met: boolean }>({
      name: 'open_wait',
      text: 'select open_wait($1, $2, $3, $4, $5, $6) met',
      values: [at.runId, at.branch, event, key, shared, at.until ?? null],
    })
    return { committed, met: rows[0]?.met ?? false }
  })
}
