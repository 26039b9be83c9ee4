import { actorSchema } from '@/domain/actor'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import type { Tx } from '@/server/db/client'
import { authorize, type Context } from '@/server/services/context'
import { findTeam } from './find'

/** One revision of a draft: who made it of the one before, and how. */
export interface DraftEdit {
  revision: number
  by: { id: string; name: string }
  at: Date
  batch: string | null
  commands: Command[]
}

export interface EditsSince {
  /** The revision that they lead to. */
  revision: number
  /** In order, each on the one before. */
  edits: DraftEdit[]
  /** The draft itself, where not all edits since are kept: then `edits` is empty. */
  document: TeamDocument | null
}

/** Beyond this the whole draft is shorter. */
const MOST = 300
const RECENT = 60

/**
 * What came onto a draft since a revision of it.
 * @param input `revision` 0 asks for the draft itself
 * @throws BatonError not_found
 */
export async function editsSince(
  ctx: Context,
  input: { slug: string; revision: number },
): Promise<EditsSince> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const team = await findTeam(db.prisma, workspace.id, input.slug)
  const edits = await readEdits(db.prisma, team.id, input.revision, MOST)
  if (edits.length === 0 && team.revision <= input.revision)
    return { revision: team.revision, edits: [], document: null }
  // Revisions are without gaps; only the oldest go.
  if (edits[0]?.revision === input.revision + 1 && edits.length < MOST)
    return { revision: edits.at(-1)?.revision ?? team.revision, edits, document: null }
  return { revision: team.revision, edits: [], document: team.document }
}

/** The newest edits of a draft, the newest first: who did what, and when. */
export async function recentEdits(ctx: Context, { slug }: { slug: string }): Promise<DraftEdit[]> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const team = await findTeam(db.prisma, workspace.id, slug)
  const edits = await readEdits(db.prisma, team.id, Math.max(0, team.revision - RECENT), RECENT)
  return edits.toReversed()
}

async function readEdits(tx: Tx, teamId: string, after: number, most: number): Promise<DraftEdit[]> {
  const rows = await tx.draftEdit.findMany({
    where: { teamId, revision: { gt: after } },
    orderBy: { revision: 'asc' },
    take: most,
  })
  return rows.map(({ revision, actor, at, batch, commands }) => {
    const { id, name } = actorSchema.parse(actor)
    // They were parsed when they came in.
    return { revision, by: { id, name }, at, batch, commands: commands as unknown as Command[] }
  })
}
