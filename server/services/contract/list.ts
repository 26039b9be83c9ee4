import type { JsonSchema } from '@/domain/contract/json-schema'
import { isRecord, isSchema } from '@/domain/contract/json-schema'
import { authorize, type Context } from '@/server/services/context'

export interface ListedContract {
  name: string
  description: string
  /** Newest first. */
  versions: ListedContractVersion[]
}

export interface ListedContractVersion {
  version: number
  schema: JsonSchema
  description: string
  /** Registered at a publish: this schema stands for ever. */
  publishedAt: Date | null
  digest: string | null
  usedBy: { slug: string; name: string; where: 'draft' | 'published' | 'both' }[]
}

interface Use {
  slug: string
  team: string
  name: string
  version: number
  description: string | null
  schema: unknown
  place: 'draft' | 'published'
}

/** Every contract the workspace knows, registered or only drafted, with the teams that hold it. */
export async function listContracts(ctx: Context): Promise<ListedContract[]> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const [registered, uses] = await Promise.all([
    db.prisma.contractVersion.findMany({ where: { workspaceId: workspace.id } }),
    db.prisma.$queryRaw<Use[]>`
      SELECT t.slug, t.name AS team, c ->> 'name' AS name, (c ->> 'version')::int AS version,
             c ->> 'description' AS description, c -> 'schema' AS schema, held.place
        FROM team t
        LEFT JOIN team_version v ON v.id = t.published_id
       CROSS JOIN LATERAL (VALUES ('draft', t.draft -> 'contracts'), ('published', v.document -> 'contracts'))
               AS held(place, contracts)
       CROSS JOIN LATERAL jsonb_array_elements(coalesce(held.contracts, '[]')) AS c
       WHERE t.workspace_id = ${workspace.id} AND t.archived_at IS NULL
       ORDER BY t.name`,
  ])
  const found = new Map<string, Map<number, ListedContractVersion>>()
  const at = (name: string, version: number, schema: unknown, description: string): ListedContractVersion => {
    const versions = found.get(name) ?? new Map<number, ListedContractVersion>()
    found.set(name, versions)
    const known = versions.get(version)
    if (known) return known
    const made: ListedContractVersion = {
      version,
      schema: isSchema(schema) ? schema : true,
      description,
      publishedAt: null,
      digest: null,
      usedBy: [],
    }
    versions.set(version, made)
    return made
  }
  for (const row of registered) {
    const described =
      isRecord(row.schema) && typeof row.schema.description === 'string' ? row.schema.description : ''
    const entry = at(row.name, row.version, row.schema, described)
    entry.publishedAt = row.createdAt
    entry.digest = row.digest
  }
  for (const use of uses) {
    const entry = at(use.name, use.version, use.schema, use.description ?? '')
    entry.description ||= use.description ?? ''
    const team = entry.usedBy.find(({ slug }) => slug === use.slug)
    if (team) team.where = team.where === use.place ? team.where : 'both'
    else entry.usedBy.push({ slug: use.slug, name: use.team, where: use.place })
  }
  return [...found]
    .map(([name, versions]) => {
      const sorted = [...versions.values()].sort((a, b) => b.version - a.version)
      return {
        name,
        description: sorted.find(({ description }) => description)?.description ?? '',
        versions: sorted,
      }
    })
    .sort((a, b) => a.name.localeCompare(b.name))
}
