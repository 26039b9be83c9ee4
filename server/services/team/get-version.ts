import { actorSchema, type Actor } from '@/domain/actor'
import type { Bundle } from '@/domain/team/bundle'
import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import { BatonError } from '@/domain/problem'
import { authorize, type Context } from '@/server/services/context'
import { findTeam } from './find'

export interface Version {
  id: string
  number: number
  digest: string
  note: string
  publishedBy: Actor
  publishedAt: Date
  editors: string[]
  document: TeamDocument
  bundle: Bundle
}

/** One published version whole: what was drawn and what runs. @throws BatonError not_found */
export async function getVersion(ctx: Context, input: { slug: string; number: number }): Promise<Version> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const team = await findTeam(db.prisma, workspace.id, input.slug)
  const row = await db.prisma.teamVersion.findUnique({
    where: { teamId_number: { teamId: team.id, number: input.number } },
  })
  if (!row) throw new BatonError('not_found', `“${team.name}” has no version ${input.number}.`)
  return {
    id: row.id,
    number: row.number,
    digest: row.digest,
    note: row.note,
    publishedBy: actorSchema.parse(row.publishedBy),
    publishedAt: row.publishedAt,
    editors: row.editors,
    document: teamDocumentSchema.parse(row.document),
    // Written by publish from a compiled bundle and never changed: the digest vouches for its shape.
    bundle: row.bundle as unknown as Bundle,
  }
}
