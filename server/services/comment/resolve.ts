import { Prisma } from '@/prisma/generated/client'
import { authorize, transact, type Context } from '@/server/services/context'
import { asJson } from '../team/as-json'
import { findThread } from './find'

/**
 * Says that what a thread is about is settled, or that it is not. Anybody who may take part may say so.
 * @throws BatonError not_found
 */
export async function resolveThread(
  ctx: Context,
  { thread: id, resolved }: { thread: string; resolved: boolean },
): Promise<void> {
  const scope = await authorize(ctx, 'team.read')
  await transact(scope, async (tx, record) => {
    const thread = await findThread(tx, scope.workspace.id, id)
    const { count } = await tx.commentThread.updateMany({
      where: { id, resolvedAt: resolved ? null : { not: null } },
      data: {
        resolvedAt: resolved ? new Date() : null,
        resolvedBy: resolved ? asJson(scope.actor) : Prisma.DbNull,
        updatedAt: new Date(),
      },
    })
    // Somebody said so already.
    if (count === 0) return
    await record({
      kind: resolved ? 'comment.resolved' : 'comment.reopened',
      team: thread.teamId,
      subject: thread.slug,
      data: { thread: id },
    })
  })
}
