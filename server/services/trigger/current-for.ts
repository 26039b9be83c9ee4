import { lastOf } from '@/domain/team/environment'
import type { Tx } from '@/server/db/client'
import { environmentOf, environmentsOf } from '../environment/find'

/**
 * The version of a team that a trigger starts: what is current in its environment, null where nothing is.
 * @param environment its slug; null for the last one
 * @throws BatonError not_found (no such environment)
 */
export async function currentFor(
  tx: Tx,
  workspaceId: string,
  team: { id: string; publishedId: string | null },
  environment: string | null,
): Promise<{ publishedId: string | null }> {
  if (environment === null) return team
  const environments = await environmentsOf(tx, workspaceId)
  environmentOf(environments, environment)
  if (lastOf(environments).slug === environment) return team
  const row = await tx.teamEnvironment.findUnique({
    where: { teamId_environment: { teamId: team.id, environment } },
    select: { versionId: true },
  })
  return { publishedId: row?.versionId ?? null }
}
