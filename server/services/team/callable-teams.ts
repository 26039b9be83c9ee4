import type { Bundle, BundleTeam } from '@/domain/team/bundle'
import type { Tx } from '@/server/db/client'
import { entryOf } from '@/server/engine/start'

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
    const bundle = version.bundle as unknown as Bundle
    const { contract } = entryOf(bundle)
    const { number, digest, id: versionId } = version
    return [
      {
        slug,
        name,
        teamId: id,
        versionId,
        number,
        digest,
        ...(contract && { input: contract }),
        results: resultsOf(bundle),
        needs: needsOf(bundle),
      },
    ]
  })
}

/** The contract of every end that is done; null for one that takes whatever comes. */
function resultsOf({ nodes, contracts }: Bundle): BundleTeam['results'] {
  return Object.values(nodes).flatMap((node) =>
    node.kind === 'end' && node.outcome === 'done' ? [contracts[node.accepts ?? ''] ?? null] : [],
  )
}

const needsOf = ({ teams = {} }: Bundle): string[] => [
  ...new Set(Object.values(teams).flatMap(({ slug, needs }) => [slug, ...needs])),
]
