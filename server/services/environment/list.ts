import type { Environment } from '@/domain/team/environment'
import type { Tx } from '@/server/db/client'
import { authorize, type Context } from '@/server/services/context'

export interface ListedEnvironment extends Environment {
  /** How many teams have a version current there. */
  teams: number
  /** How many triggers start runs there because they say so. */
  triggers: number
}

export interface Publishing {
  /** In their order: what is published goes to the first, and runs take the last unless told otherwise. */
  environments: ListedEnvironment[]
  /** Whether a second person must agree before a version is published. */
  secondPerson: boolean
}

/** How versions come into use in the workspace. */
export async function readPublishing(ctx: Context): Promise<Publishing> {
  const { db, workspace } = await authorize(ctx, 'workspace.read')
  const [environments, { secondPersonPublishes }] = await Promise.all([
    listedEnvironments(db.prisma, workspace.id),
    db.prisma.workspace.findUniqueOrThrow({
      where: { id: workspace.id },
      select: { secondPersonPublishes: true },
    }),
  ])
  return { environments, secondPerson: secondPersonPublishes }
}

export function listedEnvironments(tx: Tx, workspaceId: string): Promise<ListedEnvironment[]> {
  return tx.$queryRaw<ListedEnvironment[]>`
    SELECT e.slug, e.name,
           CASE WHEN row_number() OVER (ORDER BY e.position DESC) = 1
             THEN (SELECT count(*) FROM team t WHERE t.workspace_id = e.workspace_id AND t.published_id IS NOT NULL)
             ELSE (SELECT count(*) FROM team_environment c WHERE c.workspace_id = e.workspace_id
                     AND c.environment = e.slug) END::int AS teams,
           (SELECT count(*) FROM team_trigger g WHERE g.workspace_id = e.workspace_id
              AND g.environment = e.slug)::int AS triggers
      FROM environment e WHERE e.workspace_id = ${workspaceId} ORDER BY e.position`
}
