import { actorSchema, type Actor } from '@/domain/actor'
import type { TeamDocument } from '@/domain/team/document'
import type { TeamProblem } from '@/domain/team/checks/check'
import { readStops, sayStop, stopFor } from '@/server/engine/stops'
import { authorize, type Context, type Scope } from '@/server/services/context'
import { currentOf } from '../environment/current'
import { compileDraft } from './compile-draft'
import { findTeam, type StoredTeam } from './find'

export interface DrawnTeam {
  id: string
  slug: string
  name: string
  document: TeamDocument
  revision: number
  updatedAt: Date
  archivedAt: Date | null
  /** The switch for which no run of it starts, in a sentence; null where one may. */
  stopped: string | null
  published: {
    id: string
    number: number
    digest: string
    publishedAt: Date
    publishedBy: Actor
    note: string
  } | null
  versions: number
  /** Where which version is current, in the order of the environments. */
  current: { environment: string; number: number }[]
}

/** A team's draft with what is not sound in it, and the version that runs. @throws BatonError not_found */
export async function getTeam(
  ctx: Context,
  input: { slug: string },
): Promise<DrawnTeam & { problems: TeamProblem[] }> {
  const scope = await authorize(ctx, 'team.read')
  const { db, workspace } = scope
  const team = await findTeam(db.prisma, workspace.id, input.slug)
  const [asDrawn, { problems }] = await Promise.all([
    drawn(scope, team),
    compileDraft(db.prisma, workspace.id, team),
  ])
  return { ...asDrawn, problems }
}

/** A team's draft and the version that runs, for the studio: it proves what it shows itself. @throws BatonError not_found */
export async function getDrawnTeam(ctx: Context, input: { slug: string }): Promise<DrawnTeam> {
  const scope = await authorize(ctx, 'team.read')
  return drawn(scope, await findTeam(scope.db.prisma, scope.workspace.id, input.slug))
}

async function drawn({ db, workspace }: Scope, team: StoredTeam): Promise<DrawnTeam> {
  const [published, versions, { stops }, current] = await Promise.all([
    team.publishedId === null
      ? null
      : db.prisma.teamVersion.findUnique({
          where: { id: team.publishedId },
          omit: { bundle: true, document: true },
        }),
    db.prisma.teamVersion.count({ where: { teamId: team.id } }),
    readStops(db, [workspace.id]),
    currentOf(db.prisma, team.id),
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
    published: published && {
      id: published.id,
      number: published.number,
      digest: published.digest,
      publishedAt: published.publishedAt,
      publishedBy: actorSchema.parse(published.publishedBy),
      note: published.note,
    },
    versions,
    current: current.map(({ environment, number }) => ({ environment, number })),
  }
}
