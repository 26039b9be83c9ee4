import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { turnedOff } from '../stop/turned'
import { asJson } from '../team/as-json'

/**
 * The kill switch of everything: as that of a team, for every team of the workspace.
 * @throws BatonError conflict when it is stopped already
 */
export async function stopWorkspace(ctx: Context, { reason }: { reason: string }): Promise<void> {
  const scope = await authorize(ctx, 'workspace.stop')
  await transact(scope, async (tx, record) => {
    const { id, name } = scope.workspace
    const { count } = await tx.workspace.updateMany({
      where: { id, stoppedAt: null },
      data: { stoppedAt: new Date(), stoppedBy: asJson(scope.actor), stopReason: reason },
    })
    if (count === 0) throw new BatonError('conflict', `${name} is stopped already.`)
    await record({ kind: 'workspace.stopped', data: { reason } })
  })
  await turnedOff(scope)
}
