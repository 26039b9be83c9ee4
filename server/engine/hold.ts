import type { Db } from '@/server/db/client'
import { entryParameters } from '@/server/record/append'
import { ENGINE } from './commit'
import type { Stop } from './stops'
import type { Entered } from './entered'
import type { Statements } from './store'

/**
 * Leaves a branch where it stands because a switch is off: it costs nothing, asks nobody, and goes on by itself from the
 * same step once the switch is turned on. Its run says so on the record, once for each time.
 * @param at as it was entered; a branch that somebody else has moved since is left alone
 * @returns false when the switch was turned on meanwhile: the caller goes on
 */
export async function holdBranch(
  lanes: Statements,
  runId: string,
  branch: string,
  at: Entered,
  stop: Stop,
): Promise<boolean> {
  const { workspaceId, scope, subject } = stop
  const { rows } = await lanes.query<{ held: boolean }>({
    name: 'hold_branch',
    text: 'select hold_branch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) held',
    values: [
      ...[workspaceId, runId, branch, at.fence, scope, subject],
      ...entryParameters(workspaceId, [
        {
          kind: 'run.held',
          actor: ENGINE,
          run: runId,
          team: at.teamId,
          data: { scope, subject, since: stop.since.toISOString(), by: stop.by?.id ?? '' },
        },
      ]),
    ],
  })
  return rows[0]?.held ?? false
}

const BATCH = 500

/**
 * Lets what was held go on where nothing stops it any more, in batches, so that no transaction is long however many runs
 * stand. Whoever turned a switch on calls it for their workspace; the sweep for all, in case nobody came to it.
 * @returns how many branches go on
 */
export async function releaseHeld(db: Pick<Db, 'pool'>, workspaceId?: string): Promise<number> {
  for (let total = 0; ;) {
    const { rows } = await db.pool.query<{ released: number }>({
      name: 'release_held',
      text: 'select release_held($1, $2) released',
      values: [workspaceId ?? null, BATCH],
    })
    const released = rows[0]?.released ?? 0
    total += released
    if (released < BATCH) return total
  }
}
