import { lastOf } from '@/domain/team/environment'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { environmentOf, environmentsOf } from '../environment/find'

/**
 * The version of a team that is current in an environment, as it is now: for all but the last one, which every start
 * looks at in the statement that makes it.
 * @returns for the last one no environment, since a start takes that by itself
 * @throws BatonError not_found (no such environment) | conflict (nothing is current there)
 */
export async function currentThere(
  tx: Tx,
  workspaceId: string,
  team: { id: string; name: string; publishedId: string | null },
  slug: string,
): Promise<{ versionId: string | null; environment: string | undefined }> {
  const environments = await environmentsOf(tx, workspaceId)
  const environment = environmentOf(environments, slug)
  if (lastOf(environments).slug === slug) return { versionId: team.publishedId, environment: undefined }
  const row = await tx.teamEnvironment.findUnique({
    where: { teamId_environment: { teamId: team.id, environment: slug } },
    select: { versionId: true },
  })
  if (!row) throw new BatonError('conflict', `Nothing of ${team.name} is current in ${environment.name} yet.`)
  return { versionId: row.versionId, environment: slug }
}

/**
 * The version that is current where a run was started; where that environment is gone, in the last one.
 * @returns for the last one no environment, as currentThere
 */
export async function currentForRun(
  tx: Tx,
  run: { workspaceId: string; teamId: string; environment: string },
): Promise<{ versionId: string | null; environment: string | undefined }> {
  const environments = await environmentsOf(tx, run.workspaceId)
  const others = environments.slice(0, -1)
  if (!others.some(({ slug }) => slug === run.environment)) {
    const team = await tx.team.findUniqueOrThrow({
      where: { id: run.teamId },
      select: { publishedId: true },
    })
    return { versionId: team.publishedId, environment: undefined }
  }
  const row = await tx.teamEnvironment.findUnique({
    where: { teamId_environment: { teamId: run.teamId, environment: run.environment } },
    select: { versionId: true },
  })
  return { versionId: row?.versionId ?? null, environment: run.environment }
}
