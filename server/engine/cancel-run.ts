import type { Actor } from '@/domain/actor'
import type { Db } from '@/server/db/client'
import { inTransaction } from '@/server/db/transaction'
import { entryParameters } from '@/server/record/append'
import type { Statements } from './store'

/** Runs that go with the one that called them at once; the sweep ends what is beyond (orphans.ts). */
const MOST_AT_ONCE = 500
const TRIES = 4

export interface Cancelling {
  id: string
  workspaceId: string
  teamId: string
  by: Actor
  reason: string
  /** The run that called it. */
  parent?: string
}

/** A run that another called and that is under way. */
interface Called {
  id: string
  team_id: string
  parent_run: string
}

/**
 * Ends a run, and in the same transaction the runs that it called and that are under way, and those that they called:
 * none of them has another effect.
 * @returns false when it was over already
 */
export async function cancelWithCalled(db: Pick<Db, 'pool'>, run: Cancelling): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(db.pool, async (client) => {
        const called = await lockCalled(client, run.id)
        const ended = await cancel(client, run)
        if (ended) await cancelCalled(client, run, called)
        return ended
      })
    } catch (error) {
      // An event that two of them wait for locks them in another order.
      if (tries >= TRIES || (error as { code?: unknown }).code !== '40P01') throw error
    }
  }
}

/** What a run called, and what that called, from the top; locked, as the run itself is: `lock_called` in the migrations. */
export async function lockCalled(client: Statements, id: string): Promise<Called[]> {
  const { rows } = await client.query<Called>({
    text: 'select id, team_id, parent_run from lock_called($1, $2)',
    values: [id, MOST_AT_ONCE],
  })
  return rows
}

/** Ends the runs that a run had called, because it ended. */
export async function cancelCalled(
  client: Statements,
  { workspaceId, by, reason }: Pick<Cancelling, 'workspaceId' | 'by' | 'reason'>,
  called: readonly Called[],
): Promise<void> {
  for (const { id, team_id: teamId, parent_run: parent } of called)
    await cancel(client, { id, workspaceId, teamId, by, reason, parent })
}

async function cancel(
  client: Statements,
  { id, workspaceId, teamId: team, by, reason, parent }: Cancelling,
): Promise<boolean> {
  const outcome = { status: 'cancelled', result: 'cancelled', reason, by: by.name }
  const data = parent === undefined ? {} : { parent }
  const { rows } = await client.query<{ cancelled: boolean }>({
    text: 'select cancel_run($1, $2, $3, $4, $5, $6) cancelled',
    values: [
      ...[id, JSON.stringify(outcome)],
      ...entryParameters(workspaceId, [
        { kind: 'run.cancelled', actor: by, run: id, team, data, sealed: { reason } },
      ]),
    ],
  })
  return rows[0]?.cancelled ?? false
}
