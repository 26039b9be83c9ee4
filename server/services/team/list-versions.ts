import { actorSchema, type Actor } from '@/domain/actor'
import { authorize, type Context } from '@/server/services/context'
import { findTeam } from './find'

export interface ListedVersion {
  id: string
  number: number
  digest: string
  note: string
  publishedBy: Actor
  publishedAt: Date
  /** The one that new runs take. */
  current: boolean
}

/** A team's published versions, newest first. @throws BatonError not_found */
export async function listVersions(ctx: Context, input: { slug: string }): Promise<ListedVersion[]> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const team = await findTeam(db.prisma, workspace.id, input.slug)
  const rows = await db.prisma.teamVersion.findMany({
    where: { teamId: team.id },
    orderBy: { number: 'desc' },
    omit: { bundle: true, document: true },
  })
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    digest: row.digest,
    note: row.note,
    publishedBy: actorSchema.parse(row.publishedBy),
    publishedAt: row.publishedAt,
    current: row.id === team.publishedId,
  }))
}
