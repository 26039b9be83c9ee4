import { z } from 'zod'
import { authorize, type Context } from '@/server/services/context'
import { tellDraft } from '../live/draft-signals'
import { findTeamId } from './find'

const ids = z.array(z.string().max(100)).max(500)
const selectionSchema = z.object({ nodes: ids, edges: ids, notes: ids })

export const presenceInput = z.object({
  /** The window's own id, made anew each time it is opened. */
  client: z.string().regex(/^[\w-]{8,40}$/),
  selection: selectionSchema,
  /** The window is about to close, or is hidden. */
  leaves: z.boolean().optional(),
})

export interface Present {
  client: string
  person: { id: string; name: string }
  selection: z.infer<typeof selectionSchema>
  since: Date
}

/** Who has not been heard of for this long is gone. Windows say every four seconds that they are there. */
const GONE_SECONDS = 10

/** Of others that are told of: more no screen has room for. */
const MOST = 50

/**
 * Says that somebody has a draft open, and what they have selected there; others are told where that changed.
 * @returns who else has it open, by since when
 * @throws BatonError not_found
 */
export async function bePresent(
  ctx: Context,
  { slug, client, selection, leaves = false }: { slug: string } & z.infer<typeof presenceInput>,
): Promise<Present[]> {
  const { db, workspace, actor } = await authorize(ctx, 'team.read')
  const team = await findTeamId(db.prisma, workspace.id, slug)
  const selected = JSON.stringify(selection)
  // Only people are at a draft; what tokens do, they do from elsewhere.
  if (actor.kind === 'person') {
    const moved = leaves
      ? await db.prisma.$executeRaw`
          DELETE FROM draft_presence WHERE team_id = ${team.id} AND client = ${client} AND user_id = ${actor.id}`
      : await db.prisma.$executeRaw`
          WITH before AS (
            SELECT selection, seen_at FROM draft_presence WHERE team_id = ${team.id} AND client = ${client}
          ), beat AS (
            INSERT INTO draft_presence(team_id, client, workspace_id, user_id, name, selection, seen_at)
            VALUES (${team.id}, ${client}, ${workspace.id}, ${actor.id}, ${actor.name}, ${selected}::jsonb, now())
            ON CONFLICT (team_id, client) DO UPDATE
               SET selection = excluded.selection, name = excluded.name, seen_at = excluded.seen_at
             WHERE draft_presence.user_id = excluded.user_id
          )
          SELECT 1 WHERE NOT EXISTS (
            SELECT FROM before WHERE selection = ${selected}::jsonb
              AND seen_at > now() - make_interval(secs => ${GONE_SECONDS}))`
    if (moved > 0) await tellDraft(db.prisma, { workspaceId: workspace.id, team: team.id })
  }
  const rows = await db.prisma.$queryRaw<
    { client: string; id: string; name: string; selection: unknown; since: Date }[]
  >`SELECT client, user_id AS id, name, selection, since FROM draft_presence
     WHERE team_id = ${team.id} AND client <> ${client} AND seen_at > now() - make_interval(secs => ${GONE_SECONDS})
     ORDER BY since, client LIMIT ${MOST}`
  return rows.map(({ client: other, id, name, selection: theirs, since }) => ({
    client: other,
    person: { id, name },
    selection: selectionSchema.parse(theirs),
    since,
  }))
}
