import { actorSchema, type Actor } from '@/domain/actor'
import type { TeamDocument } from '@/domain/team/document'
import type { TeamProblem } from '@/domain/team/checks/check'
import { readStops, sayStop, stopFor } from '@/server/engine/stops'
import { authorize, type Context } from '@/server/services/context'
import { compileDraft } from './compile-draft'
import { findTeam } from './find'

export interface TeamDetail {
  id: string
  slug: string
  name: string
  document: TeamDocument
  revision: number
  updatedAt: Date
  archivedAt: Date | null
  /** The switch for which no run of it starts, in a sentence; null where one may. */
  stopped: string | null
  problems: TeamProblem[]
  published: {
    id: string
    number: number
    digest: string
    publishedAt: Date
    publishedBy: Actor
    note: string
  } | null
  versions: number
}

/** A team's draft with what is not sound in it, and the version that runs. @throws BatonError not_found */
export async function getTeam(ctx: Context, input: { slug: string }): Promise<TeamDetail> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const team = await findTeam(db.prisma, workspace.id, input.slug)
  const [{ problems }, published, versions, { stops }] = await Promise.all([
    compileDraft(db.prisma, workspace.id, team),
    team.publishedId === null
      ? null
      : db.prisma.teamVersion.findUnique({
          where: { id: team.publishedId },
          omit: { bundle: true, document: true },
        }),
    db.prisma.teamVersion.count({ where: { teamId: team.id } }),
    readStops(db, [workspace.id]),
  ])
  const stop = stopFor(stops, { workspaceId: workspace.id, teamId: team.id, agents: [] })
  return {
    id: team.id,
    slug: team.slug,
    name: team.name,
    document: team.document,
    revision: team.revision,
    updatedAt: team.updatedAt,
    archivedAt: team.archivedAt,
    stopped: stop ? sayStop(stop) : null,
    problems,
    published: published && {
      id: published.id,
      number: published.number,
      digest: published.digest,
      publishedAt: published.publishedAt,
      publishedBy: actorSchema.parse(published.publishedBy),
      note: published.note,
    },
    versions,
  }
}
