import type { Bundle, BundleTeam } from '@/domain/team/bundle'
import { callableOf } from '@/domain/team/callable'
import type { Tx } from '@/server/db/client'

/** The published teams of a workspace, as another team may call them: what they begin with, and what they bring. */
export async function callableTeams(tx: Tx, workspaceId: string): Promise<BundleTeam[]> {
  const teams = await tx.team.findMany({
    where: { workspaceId, archivedAt: null, publishedId: { not: null } },
    orderBy: { slug: 'asc' },
  })
  const versions = await tx.teamVersion.findMany({
    where: { id: { in: teams.flatMap(({ publishedId }) => publishedId ?? []) } },
    select: { id: true, teamId: true, number: true, digest: true, bundle: true },
  })
  const byTeam = new Map(versions.map((version) => [version.teamId, version]))
  return teams.flatMap(({ id, slug, name }) => {
    const version = byTeam.get(id)
    if (!version) return []
    const { number, digest, id: versionId, bundle } = version
    return [{ slug, name, teamId: id, versionId, number, digest, ...callableOf(bundle as unknown as Bundle) }]
  })
}
