import { lastOf, type Environment } from '@/domain/team/environment'
import type { Tx } from '@/server/db/client'

/**
 * The version of a team that is current in an environment; null where nothing is.
 * @param environments the workspace's, in their order
 */
export async function versionIn(
  tx: Tx,
  environments: readonly Environment[],
  team: { id: string; publishedId: string | null },
  slug: string,
): Promise<string | null> {
  // What is current in the last one is what every start looks at.
  if (lastOf(environments).slug === slug) return team.publishedId
  const row = await tx.teamEnvironment.findUnique({
    where: { teamId_environment: { teamId: team.id, environment: slug } },
    select: { versionId: true },
  })
  return row?.versionId ?? null
}
