import { Prisma } from '@/prisma/generated/client'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { turnedOn } from '../stop/turned'
import { findStoppable } from './find-stoppable'

/**
 * Lets a stopped team work again; its runs go on from where they stood.
 * @returns how many branches of runs went on
 * @throws BatonError not_found | conflict when it is not stopped
 */
export async function resumeTeam(
  ctx: Context,
  { slug, reason }: { slug: string; reason: string },
): Promise<{ released: number }> {
  const scope = await authorize(ctx, 'team.stop')
  await transact(scope, async (tx, record) => {
    const team = await findStoppable(tx, scope.workspace.id, slug)
    const { count } = await tx.team.updateMany({
      where: { id: team.id, stoppedAt: { not: null } },
      data: { stoppedAt: null, stoppedBy: Prisma.DbNull, stopReason: null },
    })
    if (count === 0) throw new BatonError('conflict', `${team.name} is not stopped.`)
    await record({ kind: 'team.resumed', team: team.id, subject: slug, data: { slug, reason } })
  })
  return { released: await turnedOn(scope) }
}
