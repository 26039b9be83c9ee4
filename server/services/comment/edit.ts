import { authorize, transact, type Context } from '@/server/services/context'
import { findOwn } from './find'
import { mention } from './write'

/**
 * Writes one's own comment anew.
 * @throws BatonError not_found | forbidden when somebody else wrote it
 */
export async function editComment(ctx: Context, { id, text }: { id: string; text: string }): Promise<void> {
  const scope = await authorize(ctx, 'team.read')
  await transact(scope, async (tx, record) => {
    const { thread, authorId } = await findOwn(tx, scope.workspace.id, id, scope.actor.id)
    await tx.comment.update({ where: { id }, data: { text, editedAt: new Date() } })
    await mention(tx, scope.workspace.id, { id, authorId, text })
    await record({
      kind: 'comment.edited',
      team: thread.teamId,
      subject: thread.slug,
      data: { thread: thread.id, comment: id },
      sealed: { text },
    })
  })
}
