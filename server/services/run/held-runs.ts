import type { Db } from '@/server/db/client'
import type { RunStatus } from '@/domain/run/history'

/** As many as are told apart; of more, the oldest are listed by their status alone. */
const MOST = 10_000

/** Runs that stand still because a switch is off and that ask nobody, by newest; of one team or of all. */
export const heldRuns = (
  { prisma }: Db,
  workspaceId: string,
  { teamId, trials }: { teamId: string | undefined; trials: boolean },
): Promise<{ id: string; status: RunStatus }[]> =>
  prisma.$queryRaw`
    SELECT r.id, r.status FROM run r
     WHERE r.id IN (SELECT b.run_id FROM branch b WHERE b.held_by IS NOT NULL AND b.status = 'ready')
       AND r.workspace_id = ${workspaceId} AND (${teamId ?? null}::text IS NULL OR r.team_id = ${teamId ?? null})
       AND r.trial = ${trials} AND r.status NOT IN ('done', 'failed', 'cancelled')
       AND NOT EXISTS (SELECT 1 FROM review w WHERE w.run_id = r.id AND w.status = 'open')
     ORDER BY r.created_at DESC LIMIT ${MOST}`
