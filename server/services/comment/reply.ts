import { authorize, transact, type Context } from '@/server/services/context'
import { findTeam } from '../team/find'
import { findThread } from './find'
import { nameOfPlace, placeOf } from './place'
import { writeComment } from './write'

/**
 * Answers in a thread; one that was resolved is open again.
 * @throws BatonError not_found
 */
export async function replyTo(
  ctx: Context,
  { thread: id, text }: { thread: string; text: string },
): Promise<{ comment: string }> {
  const scope = await authorize(ctx, 'team.read')
  return transact(scope, async (tx, record) => {
    const thread = await findThread(tx, scope.workspace.id, id)
    const comment = await writeComment(tx, scope, id, text)
    const { document } = await findTeam(tx, scope.workspace.id, thread.slug)
    await tx.commentThread.update({
      where: { id },
      data: {
        updatedAt: new Date(),
        resolvedAt: null,
        onName: nameOfPlace(document, placeOf(thread)) ?? thread.onName,
      },
    })
    await record({
      kind: 'comment.replied',
      team: thread.teamId,
      subject: thread.slug,
      ...(thread.onKind === 'node' && { node: thread.onId }),
      data: { thread: id, comment, reopened: thread.resolvedAt !== null },
      sealed: { text },
    })
    return { comment }
  })
}
