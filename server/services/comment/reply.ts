import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { findTeam } from '../team/find'
import { findThread } from './find'
import { nameOfPlace, placeOf } from './place'
import { writeComment } from './write'

/** In one thread: all of it is read at once. */
const MOST_COMMENTS = 200

/**
 * Answers in a thread; one that was resolved is open again.
 * @throws BatonError not_found | conflict (nothing more fits into it)
 */
export async function replyTo(
  ctx: Context,
  { thread: id, text }: { thread: string; text: string },
): Promise<{ comment: string }> {
  const scope = await authorize(ctx, 'team.read')
  return transact(scope, async (tx, record) => {
    const thread = await findThread(tx, scope.workspace.id, id)
    if ((await tx.comment.count({ where: { threadId: id } })) >= MOST_COMMENTS)
      throw new BatonError('conflict', 'Much has been said here already. Begin another comment on it.')
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
