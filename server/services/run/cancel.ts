import { BatonError, brief } from '@/domain/problem'
import { entryParameters } from '@/server/engine/store'
import { tellWorkers } from '@/server/engine/stops'
import { authorize, type Context } from '../context'

/**
 * Ends a run before its next step and its next effect, within two seconds also inside calls of models that are under
 * way; open reviews are withdrawn. What went out stays out: a write under way finishes, and its outcome is kept.
 * @throws BatonError not_found · conflict (it is over already)
 */
export async function cancelRun(ctx: Context, { id, reason }: { id: string; reason: string }) {
  const scope = await authorize(ctx, 'run.cancel')
  const run = await scope.db.prisma.run.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!run) throw new BatonError('not_found', `There is no run ${brief(id)}.`)
  const outcome = { status: 'cancelled', result: 'cancelled', reason, by: scope.actor.name }
  const { rows } = await scope.db.pool.query<{ cancelled: boolean }>(
    'select cancel_run($1, $2, $3, $4, $5, $6) cancelled',
    [
      id,
      JSON.stringify(outcome),
      ...entryParameters(scope.workspace.id, [
        {
          kind: 'run.cancelled',
          actor: scope.actor,
          run: id,
          team: run.teamId,
          data: {},
          sealed: { reason },
        },
      ]),
    ],
  )
  if (!rows[0]?.cancelled) throw new BatonError('conflict', 'This run is over already.')
  await tellWorkers(scope.db)
  return { id }
}
