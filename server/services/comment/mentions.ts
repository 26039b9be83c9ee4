import { authorize, type Context } from '@/server/services/context'

export interface Mention {
  thread: string
  comment: string
  by: string
  text: string
  at: Date
  team: { slug: string; name: string }
  /** What it is about. */
  on: string
}

/** Comments that mention the caller and that they have not looked at yet, the latest first. */
export async function myMentions(ctx: Context): Promise<Mention[]> {
  const { db, workspace, actor } = await authorize(ctx, 'team.read')
  const rows = await db.prisma.$queryRaw<
    (Omit<Mention, 'team'> & { slug: string; name: string })[]
  >`SELECT h.id AS thread, c.id AS comment, c.author ->> 'name' AS by, c.text, c.created_at AS at, t.slug, t.name,
           h.on_name AS on
      FROM comment_mention m JOIN comment c ON c.id = m.comment_id JOIN comment_thread h ON h.id = c.thread_id
      JOIN team t ON t.id = h.team_id
     WHERE m.workspace_id = ${workspace.id} AND m.user_id = ${actor.id} AND m.seen_at IS NULL
       AND t.archived_at IS NULL
     ORDER BY c.created_at DESC LIMIT 20`
  return rows.map(({ slug, name, ...mention }) => ({ ...mention, team: { slug, name } }))
}

/** The caller has looked at a thread: what mentions them there is no news any more. */
export async function seeThread(ctx: Context, { thread }: { thread: string }): Promise<void> {
  const { db, workspace, actor } = await authorize(ctx, 'team.read')
  await db.prisma.commentMention.updateMany({
    where: { userId: actor.id, workspaceId: workspace.id, seenAt: null, comment: { threadId: thread } },
    data: { seenAt: new Date() },
  })
}
