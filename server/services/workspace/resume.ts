import { Prisma } from '@/prisma/generated/client'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { turnedOn } from '../stop/turned'

/**
 * Lets a stopped workspace work again: its runs go on from where they stood, but for those that another switch stops.
 * @returns how many branches of runs went on
 * @throws BatonError conflict when it is not stopped
 */
export async function resumeWorkspace(
  ctx: Context,
  { reason }: { reason: string },
): Promise<{ released: number }> {
  const scope = await authorize(ctx, 'workspace.stop')
  await transact(scope, async (tx, record) => {
    const { id, name } = scope.workspace
    const { count } = await tx.workspace.updateMany({
      where: { id, stoppedAt: { not: null } },
      data: { stoppedAt: null, stoppedBy: Prisma.DbNull, stopReason: null },
    })
    if (count === 0) throw new BatonError('conflict', `${name} is not stopped.`)
    await record({ kind: 'workspace.resumed', data: { reason } })
  })
  return { released: await turnedOn(scope) }
}
