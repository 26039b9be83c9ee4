import { authorize, transact, type Context } from '@/server/services/context'
import { findOwn } from './find'

/**
 * Takes one's own comment away; a thread without any left goes with it. What others answered stays.
 * @throws BatonError not_found | forbidden when somebody else wrote it
 */
export async function removeComment(ctx: Context, { id }: { id: string }): Promise<void> {
  const scope = await authorize(ctx, 'team.read')
  await transact(scope, async (tx, record) => {
    const { thread } = await findOwn(tx, scope.workspace.id, id, scope.actor.id)
    await tx.commentMention.deleteMany({ where: { commentId: id } })
    await tx.comment.update({ where: { id }, data: { text: '', deletedAt: new Date() } })
    const left = await tx.comment.count({ where: { threadId: thread.id, deletedAt: null } })
    if (left === 0) await tx.commentThread.delete({ where: { id: thread.id } })
    await record({
      kind: 'comment.removed',
      team: thread.teamId,
      subject: thread.slug,
      data: { thread: thread.id, comment: id },
    })
  })
}
