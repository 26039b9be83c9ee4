import type { Actor } from '@/domain/actor'
import { actorSchema } from '@/domain/actor'
import type { Tx } from '@/server/db/client'
import { environmentsOf } from './find'

/** A team's version that is current in an environment, and who made it so. */
export interface Current {
  environment: string
  name: string
  versionId: string
  number: number
  digest: string
  note: string
  madeBy: Actor | null
  madeAt: Date | null
}

interface Row extends Omit<Current, 'madeBy'> {
  madeBy: unknown
}

/** Where which version of a team is current, in the order of the environments; those without one are left out. */
export async function currentOf(tx: Tx, teamId: string): Promise<Current[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT e.slug AS environment, e.name, v.id AS "versionId", v.number, v.digest, coalesce(c.note, '') AS note,
           c.made_by AS "madeBy", c.made_at AS "madeAt"
      FROM team t
      JOIN (SELECT *, row_number() OVER (ORDER BY position DESC) = 1 AS is_last FROM environment
             WHERE workspace_id = (SELECT workspace_id FROM team WHERE id = ${teamId})) e ON true
      LEFT JOIN team_environment p ON p.team_id = t.id AND p.environment = e.slug
      JOIN team_version v ON v.id = CASE WHEN e.is_last THEN t.published_id ELSE p.version_id END
      LEFT JOIN team_environment c ON c.team_id = t.id AND c.environment = e.slug AND c.version_id = v.id
     WHERE t.id = ${teamId}
     ORDER BY e.position`
  return rows.map((row) => ({ ...row, madeBy: actorSchema.safeParse(row.madeBy).data ?? null }))
}

/** What of a team is current where its versions are published to. */
export async function currentInFirst(
  tx: Tx,
  workspaceId: string,
  teamId: string,
): Promise<Current | undefined> {
  const [first] = await environmentsOf(tx, workspaceId)
  return (await currentOf(tx, teamId)).find(({ environment }) => environment === first?.slug)
}
