import type { Db } from '@/server/db/client'
import { cancelWithCalled } from './cancel-run'
import { ENGINE } from './commit'
import { tellWorkers } from './stops'

const AT_A_TIME = 100

/**
 * Ends runs for which nobody waits any more, with what they called: the lane that called them was given up; or the run
 * that did is over, and ended more than it could take along at once. Returns how many.
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
  for (const { id, workspace_id: workspaceId, team_id: teamId, parent_run: parent } of rows) {
    const reason = 'Nobody waits for it any more.'
    await cancelWithCalled(db, { id, workspaceId, teamId, by: ENGINE, reason, parent })
  }
  if (rows.length > 0) await tellWorkers(db)
  return rows.length
}
