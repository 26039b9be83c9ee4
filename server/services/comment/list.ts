import { actorSchema } from '@/domain/actor'
import { authorize, type Context } from '@/server/services/context'
import { findTeam } from '../team/find'
import { nameOfPlace, placeOf, type CommentPlace } from './place'

export interface ThreadComment {
  id: string
  by: { id: string; name: string }
  /** With mentions as `@[usr_…]`; empty when it was removed. */
  text: string
  at: Date
  editedAt: Date | null
  removed: boolean
}

export interface CommentThread {
  id: string
  on: CommentPlace
  /** What it is called, or was when it was last written about. */
  name: string
  /** The draft has no such node or handoff any more. */
  gone: boolean
  resolved: { at: Date; by: string } | null
  comments: ThreadComment[]
  /** The caller wrote in it or is mentioned. */
  mine: boolean
  /** The caller is mentioned and has not looked yet. */
  unseen: boolean
}

const MOST = 500

/**
 * What is said about a team and its parts, the latest first.
 * @throws BatonError not_found
 */
export async function listThreads(ctx: Context, { slug }: { slug: string }): Promise<CommentThread[]> {
  const { db, workspace, actor } = await authorize(ctx, 'team.read')
  const { id: teamId, document } = await findTeam(db.prisma, workspace.id, slug)
  const threads = await db.prisma.commentThread.findMany({
    where: { teamId },
    include: {
      comments: {
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        include: { mentions: { where: { userId: actor.id } } },
      },
    },
    orderBy: { updatedAt: 'desc' },
    take: MOST,
  })
  return threads.map((thread) => {
    const on = placeOf(thread)
    const name = nameOfPlace(document, on)
    const mentions = thread.comments.flatMap(({ mentions: ofMe }) => ofMe)
    return {
      id: thread.id,
      on,
      name: name ?? thread.onName,
      gone: name === undefined,
      resolved:
        thread.resolvedAt === null
          ? null
          : { at: thread.resolvedAt, by: actorSchema.parse(thread.resolvedBy).name },
      comments: thread.comments.map((comment) => {
        const { id, name: author } = actorSchema.parse(comment.author)
        return {
          id: comment.id,
          by: { id, name: author },
          text: comment.text,
          at: comment.createdAt,
          editedAt: comment.editedAt,
          removed: comment.deletedAt !== null,
        }
      }),
      mine: mentions.length > 0 || thread.comments.some(({ authorId }) => authorId === actor.id),
      unseen: mentions.some(({ seenAt }) => seenAt === null),
    }
  })
}
