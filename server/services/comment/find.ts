import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'

/**
 * A thread of the workspace with its team's slug.
 * @throws BatonError not_found
 */
export async function findThread(tx: Tx, workspaceId: string, id: string) {
  const thread = await tx.commentThread.findFirst({ where: { id, workspaceId } })
  const team = thread && (await tx.team.findUnique({ where: { id: thread.teamId }, select: { slug: true } }))
  if (!thread || !team)
    throw new BatonError('not_found', 'There is no such comment. Its author may have removed it.')
  return { ...thread, slug: team.slug }
}

/**
 * A comment of the caller's own.
 * @throws BatonError not_found | forbidden when somebody else wrote it
 */
export async function findOwn(tx: Tx, workspaceId: string, id: string, authorId: string) {
  const comment = await tx.comment.findFirst({ where: { id, workspaceId, deletedAt: null } })
  if (!comment) throw new BatonError('not_found', 'There is no such comment. Its author may have removed it.')
  if (comment.authorId !== authorId)
    throw new BatonError('forbidden', 'Only who wrote a comment changes or removes it.')
  return { ...comment, thread: await findThread(tx, workspaceId, comment.threadId) }
}
