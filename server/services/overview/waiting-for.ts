import { principalOf } from '@/domain/actor'
import type { Context } from '@/server/services/context'

export interface Waiting {
  /** Open reviews this caller could decide: assigned to them or to nobody, and not their own run under four eyes. */
  mine: number
  /** Of these, or of all for who decides none. */
  overdue: number
  /** Open in the whole workspace. */
  open: number
}

/** How many open reviews wait for the caller. Called by services that have asked for review.read. */
export async function waitingFor({ db, actor, roles }: Context, workspaceId: string): Promise<Waiting> {
  const decides = roles.includes('reviewer')
  const [row] = await db.prisma.$queryRaw<Waiting[]>`
    SELECT count(*) FILTER (WHERE own)::int AS mine,
           count(*) FILTER (WHERE (own OR NOT ${decides}) AND due_at < now())::int AS overdue,
           count(*)::int AS open
      FROM (SELECT r.due_at,
                   ${decides} AND (r.assignee_id IS NULL OR r.assignee_id = ${actor.id})
                   AND NOT (r.four_eyes AND coalesce(run.started_by ->> 'for', run.started_by ->> 'id') = ${principalOf(actor)}) AS own
              FROM review r JOIN run ON run.id = r.run_id
             WHERE r.workspace_id = ${workspaceId} AND r.status = 'open') AS waiting`
  return row ?? { mine: 0, overdue: 0, open: 0 }
}
