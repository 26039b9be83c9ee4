import { decides } from '@/domain/policy/decides'
import type { Permission } from '@/domain/policy/permission'
import type { Context } from '@/server/services/context'
import { judgeOf } from '@/server/services/permission'
import { deciderOf } from '../review/decider'
import { permitsWaiting } from '../policy/waiting'
import { mine } from '../review/mine'
import { forSecondPerson } from './proposals'
import { asks } from '../review/same-answer'

export interface Waiting {
  /** Open reviews that wait for this caller. */
  mine: number
  /** Proposed versions that wait for this caller as the second person. */
  proposals: number
  /** Requests, and policies that wait for a second person, that the caller decides. */
  permits: number
  /** Of these reviews, or of all for who decides none. */
  overdue: number
  /** Open in the whole workspace. */
  open: number
}

/** How many open reviews, proposed versions and questions of permission wait for the caller. Called by services that have asked for review.read. */
export async function waitingFor(ctx: Context, workspaceId: string): Promise<Waiting> {
  const judge = await judgeOf(ctx, { slug: '', ...ctx.workspace, id: workspaceId })
  const caller = { ...ctx, may: (permission: Permission) => judge(permission).allowed }
  const none = decides(caller.may).length === 0
  const decider = await deciderOf(caller, workspaceId)
  const [row] = await ctx.db.prisma.$queryRaw<Waiting[]>`
    SELECT count(*) FILTER (WHERE own)::int AS mine,
           count(*) FILTER (WHERE (own OR ${none}) AND due_at < now())::int AS overdue,
           count(*)::int AS open,
           (SELECT count(*) FROM publish_proposal p JOIN team t ON t.id = p.team_id
             WHERE p.workspace_id = ${workspaceId} AND ${forSecondPerson(caller)})::int AS proposals,
           ${permitsWaiting(caller, workspaceId)} AS permits
      FROM (SELECT r.due_at, ${mine(decider)} AS own
              FROM review r JOIN run ON run.id = r.run_id JOIN team_version v ON v.id = run.version_id
             WHERE r.workspace_id = ${workspaceId} AND r.status = 'open' AND ${asks}) AS waiting`
  return row ?? { mine: 0, proposals: 0, permits: 0, overdue: 0, open: 0 }
}
