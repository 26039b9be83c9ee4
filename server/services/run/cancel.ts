import { BatonError, brief } from '@/domain/problem'
import { cancelWithCalled } from '@/server/engine/cancel-run'
import { tellWorkers } from '@/server/engine/stops'
import { authorize, type Context } from '../context'

/**
 * Ends a run before its next step and its next effect, and the runs that it called with it, within two seconds also
 * inside calls of models that are under way; open reviews are withdrawn. What went out stays out: a write under way
 * finishes, and its outcome is kept.
 * @throws BatonError not_found · conflict (it is over already)
 */
export async function cancelRun(ctx: Context, { id, reason }: { id: string; reason: string }) {
  const scope = await authorize(ctx, 'run.cancel')
  const run = await scope.db.prisma.run.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!run) throw new BatonError('not_found', `There is no run ${brief(id)}.`)
  const { workspaceId, teamId } = run
  if (!(await cancelWithCalled(scope.db, { id, workspaceId, teamId, by: scope.actor, reason })))
    throw new BatonError('conflict', 'This run is over already.')
  await tellWorkers(scope.db)
  return { id }
}
