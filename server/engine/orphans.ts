import type { Db } from '@/server/db/client'
import { ENGINE } from './commit'
import { entryParameters } from './store'
import { tellWorkers } from './stops'

const AT_A_TIME = 100

/**
 * Ends runs for which nobody waits any more: the run that called them is over, or the lane it called them from was
 * given up. Returns how many.
 */
export async function cancelOrphans(db: Db): Promise<number> {
  const { rows } = await db.pool.query<{
    id: string
    workspace_id: string
    team_id: string
    parent_run: string
  }>({
    name: 'orphans',
    text: `select r.id, r.workspace_id, r.team_id, r.parent_run from run r
             join run p on p.id = r.parent_run
             left join branch b on b.run_id = r.parent_run and b.branch = r.parent->>'branch'
           where r.parent_run is not null and r.status in ('queued', 'running', 'waiting', 'blocked')
             and (p.ended_at is not null or b.status = 'cancelled') limit $1`,
    values: [AT_A_TIME],
  })
  for (const { id, workspace_id: workspaceId, team_id: team, parent_run: parent } of rows) {
    const outcome = {
      status: 'cancelled',
      result: 'cancelled',
      reason: 'Nobody waits for it any more.',
      by: ENGINE.name,
    }
    await db.pool.query('select cancel_run($1, $2, $3, $4, $5, $6)', [
      id,
      JSON.stringify(outcome),
      ...entryParameters(workspaceId, [
        { kind: 'run.cancelled', actor: ENGINE, run: id, team, data: { parent } },
      ]),
    ])
  }
  if (rows.length > 0) await tellWorkers(db)
  return rows.length
}
