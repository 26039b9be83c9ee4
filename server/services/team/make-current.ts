import type { Environment } from '@/domain/team/environment'
import type { Tx } from '@/server/db/client'
import type { Scope } from '@/server/services/context'

/**
 * Makes a version the one that is current in an environment; in the last one, the one that every start looks at. Called
 * with the team's row and the environments locked, so that both pointers move together.
 */
export async function makeCurrent(
  tx: Tx,
  scope: Scope,
  {
    team,
    version,
    environment,
    isLast,
    note,
  }: {
    team: { id: string }
    version: { id: string }
    environment: Environment
    isLast: boolean
    note: string
  },
): Promise<void> {
  const made = { versionId: version.id, note, madeBy: scope.actor, madeAt: new Date() }
  await tx.teamEnvironment.upsert({
    where: { teamId_environment: { teamId: team.id, environment: environment.slug } },
    create: {
      teamId: team.id,
      environment: environment.slug,
      workspaceId: scope.workspace.id,
      ...made,
    },
    update: made,
  })
  if (isLast) await tx.team.update({ where: { id: team.id }, data: { publishedId: version.id } })
}
