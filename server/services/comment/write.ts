import { z } from 'zod'
import { mentionedIn } from '@/domain/comment/mention'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import type { Scope } from '@/server/services/context'
import { asJson } from '../team/as-json'

/** What somebody writes; mentions stand in it as `@[usr_…]`. */
export const textSchema = z.string().trim().min(1).max(4000)

/** Puts a comment on a thread, and those it mentions on notice. @returns its id */
export async function writeComment(
  tx: Tx,
  { workspace, actor }: Scope,
  threadId: string,
  text: string,
): Promise<string> {
  const id = newId('cmt')
  await tx.comment.create({
    data: { id, workspaceId: workspace.id, threadId, authorId: actor.id, author: asJson(actor), text },
  })
  await mention(tx, workspace.id, { id, authorId: actor.id, text })
  return id
}

/**
 * Who a comment means: members who are not kept out, never its author. Who was meant before and is still has seen it or
 * not as before.
 */
export async function mention(
  tx: Tx,
  workspaceId: string,
  { id, authorId, text }: { id: string; authorId: string; text: string },
): Promise<void> {
  const members = await tx.membership.findMany({
    where: { workspaceId, userId: { in: mentionedIn(text), not: authorId }, disabledAt: null },
    select: { userId: true },
  })
  const meant = members.map(({ userId }) => userId)
  await tx.commentMention.deleteMany({ where: { commentId: id, userId: { notIn: meant } } })
  await tx.commentMention.createMany({
    data: meant.map((userId) => ({ commentId: id, userId, workspaceId })),
    skipDuplicates: true,
  })
}
