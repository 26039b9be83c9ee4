import { lastOf } from '@/domain/team/environment'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { environmentOf, environmentsOf } from '../environment/find'
import { versionIn } from '../environment/version-in'

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
  const versionId = await versionIn(tx, environments, team, slug)
  if (lastOf(environments).slug === slug) return { versionId, environment: undefined }
  if (versionId === null)
    throw new BatonError('conflict', `Nothing of ${team.name} is current in ${environment.name} yet.`)
  return { versionId, environment: slug }
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
  const last = lastOf(environments)
  const { slug } = environments.find((each) => each.slug === run.environment) ?? last
  const team = await tx.team.findUniqueOrThrow({
    where: { id: run.teamId },
    select: { id: true, publishedId: true },
  })
  const versionId = await versionIn(tx, environments, team, slug)
  return { versionId, environment: slug === last.slug ? undefined : slug }
}
