import { decides } from '@/domain/policy/decides'
import type { Context } from '@/server/services/context'
import { mine } from '../review/mine'
import { asks } from '../review/same-answer'

export interface Waiting {
  /** Open reviews that wait for this caller. */
  mine: number
  /** Of these, or of all for who decides none. */
  overdue: number
  /** Open in the whole workspace. */
  open: number
}

/** How many open reviews wait for the caller. Called by services that have asked for review.read. */
export async function waitingFor(ctx: Context, workspaceId: string): Promise<Waiting> {
  const none = decides(ctx.roles).length === 0
  const [row] = await ctx.db.prisma.$queryRaw<Waiting[]>`
    SELECT count(*) FILTER (WHERE own)::int AS mine,
           count(*) FILTER (WHERE (own OR ${none}) AND due_at < now())::int AS overdue,
           count(*)::int AS open
      FROM (SELECT r.due_at, ${mine(ctx)} AS own
              FROM review r JOIN run ON run.id = r.run_id JOIN team_version v ON v.id = run.version_id
             WHERE r.workspace_id = ${workspaceId} AND r.status = 'open' AND ${asks}) AS waiting`
  return row ?? { mine: 0, overdue: 0, open: 0 }
}
