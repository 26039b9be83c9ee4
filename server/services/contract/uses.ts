import { contractUses } from '@/domain/team/contract-uses'
import type { TeamUses } from '@/domain/team/contract-impact'
import { teamDocumentSchema } from '@/domain/team/document'
import { authorize, type Context } from '@/server/services/context'

interface Holder {
  slug: string
  name: string
  place: 'draft' | 'published'
  document: unknown
}

/** Every team of the workspace that holds a contract, in its draft and as it is published, with the nodes that name it. */
export async function findContractUses(ctx: Context, input: { name: string }): Promise<TeamUses[]> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const named = JSON.stringify([{ name: input.name }])
  const holders = await db.prisma.$queryRaw<Holder[]>`
    SELECT t.slug, t.name, held.place, held.document
      FROM team t
      LEFT JOIN team_version v ON v.id = t.published_id
     CROSS JOIN LATERAL (VALUES ('draft', t.draft), ('published', v.document)) AS held(place, document)
     WHERE t.workspace_id = ${workspace.id} AND t.archived_at IS NULL
       AND held.document -> 'contracts' @> ${named}::jsonb
     ORDER BY t.name, t.slug, held.place`
  return holders.map(({ slug, name, place, document: stored }) => {
    const document = teamDocumentSchema.parse(stored)
    return {
      team: { slug, name },
      where: place,
      contracts: document.contracts.filter((contract) => contract.name === input.name),
      uses: contractUses(document, input.name),
    }
  })
}
