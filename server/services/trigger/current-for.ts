import type { Tx } from '@/server/db/client'
import { environmentOf, environmentsOf } from '../environment/find'
import { versionIn } from '../environment/version-in'

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
): Promise<string | null> {
  if (environment === null) return team.publishedId
  const environments = await environmentsOf(tx, workspaceId)
  return versionIn(tx, environments, team, environmentOf(environments, environment).slug)
}
