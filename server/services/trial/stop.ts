import { cancelWithCalled } from '@/server/engine/cancel-run'
import { tellWorkers } from '@/server/engine/stops'
import { dropQueued } from '@/server/engine/trial-queue'
import { authorize, type Context } from '../context'
import { findTeam } from '../team/find'

/**
 * Ends the trials of a team that are under way or wait for their turn, or some of them: their runs are cancelled, and they
 * count as stopped.
 * @throws BatonError not_found
 */
export async function stopTrials(
  ctx: Context,
  { slug, ids }: { slug: string; ids?: readonly string[] | undefined },
): Promise<{ stopped: number }> {
  const scope = await authorize(ctx, 'run.start')
  const { prisma } = scope.db
  const team = await findTeam(prisma, scope.workspace.id, slug)
  const dropped = await dropQueued(scope.db, { teamId: team.id, ids }, scope.actor)
  const trials = await prisma.trial.findMany({
    where: { teamId: team.id, status: 'running', ...(ids && { id: { in: [...ids] } }) },
    select: { runId: true },
  })
  let cancelled = 0
  for (const { runId } of trials) {
    if (runId === null) continue
    const run = { id: runId, workspaceId: scope.workspace.id, teamId: team.id }
    if (await cancelWithCalled(scope.db, { ...run, by: scope.actor, reason: 'Stopped in the bench.' }))
      cancelled++
  }
  if (cancelled > 0) await tellWorkers(scope.db)
  return { stopped: dropped + cancelled }
}
