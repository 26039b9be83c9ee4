import type { TeamCase } from '@/domain/team/case'
import { callsOf, outwardRefs } from '@/domain/team/contract-calls'
import { contractReads } from '@/domain/team/contract-reads'
import { contractTests } from '@/domain/team/contract-tests'
import { contractUses } from '@/domain/team/contract-uses'
import type { TeamUses } from '@/domain/team/contract-impact'
import { teamDocumentSchema } from '@/domain/team/document'
import type { Db } from '@/server/db/client'
import { authorize, type Context, type Scope } from '@/server/services/context'
import { sightIn } from '../sight'
import { keptCases } from '../trial/cases'
import { readDraft } from '../trial/draft'
import { shownCases } from '../trial/shown'

interface Holder {
  id: string
  slug: string
  name: string
  place: 'draft' | 'published'
  document: unknown
}

/**
 * Every team of the workspace that holds a contract, in its draft and as it is published, with the nodes that name it,
 * what reads it, its test cases as far as the caller sees all of them, and the teams that call it.
 */
export async function findContractUses(ctx: Context, input: { name: string }): Promise<TeamUses[]> {
  const scope = await authorize(ctx, 'team.read')
  const { db, workspace } = scope
  const named = JSON.stringify([{ name: input.name }])
  const rows = await db.prisma.$queryRaw<Holder[]>`
    SELECT t.id, t.slug, t.name, held.place, held.document
      FROM team t
      LEFT JOIN team_version v ON v.id = t.published_id
     CROSS JOIN LATERAL (VALUES ('draft', t.draft), ('published', v.document)) AS held(place, document)
     WHERE t.workspace_id = ${workspace.id} AND t.archived_at IS NULL
       AND held.document -> 'contracts' @> ${named}::jsonb
     ORDER BY t.name, t.slug, held.place`
  const holders = rows.map(parsed)
  const callers = await callersOf(
    db,
    workspace.id,
    holders.map(({ slug }) => slug),
  )
  const drafts = holders.filter(({ place }) => place === 'draft')
  const cases = await casesOf(scope, drafts)
  return holders.map(({ id, slug, name, place, document }) => {
    const own = place === 'draft' ? (cases.get(id) ?? []) : []
    const refs = outwardRefs(document, input.name)
    return {
      team: { slug, name },
      where: place,
      contracts: document.contracts.filter((contract) => contract.name === input.name),
      uses: contractUses(document, input.name),
      reads: contractReads(document, input.name, own),
      tests: contractTests(document, input.name, own),
      // What is called is one team, whatever of it is drafted or published.
      calls:
        place === 'published' && holders.some((other) => other.id === id && other.place === 'draft')
          ? []
          : callers.flatMap((caller) =>
              callsOf(
                {
                  team: { slug: caller.slug, name: caller.name },
                  where: caller.place,
                  document: caller.document,
                },
                slug,
                refs,
              ),
            ),
    }
  })
}

const parsed = ({ document, ...row }: Holder) => ({ ...row, document: teamDocumentSchema.parse(document) })

/** The drafts and published versions in which any of these teams is called. */
async function callersOf(db: Db, workspaceId: string, slugs: readonly string[]) {
  const calls = [...new Set(slugs)].map((team) => JSON.stringify([{ kind: 'team', team }]))
  if (calls.length === 0) return []
  const rows = await db.prisma.$queryRaw<Holder[]>`
    SELECT t.id, t.slug, t.name, held.place, held.document
      FROM team t
      LEFT JOIN team_version v ON v.id = t.published_id
     CROSS JOIN LATERAL (VALUES ('draft', t.draft), ('published', v.document)) AS held(place, document)
     WHERE t.workspace_id = ${workspaceId} AND t.archived_at IS NULL
       AND held.document -> 'nodes' @> ANY (${calls}::text[]::jsonb[])
     ORDER BY t.name, t.slug, held.place`
  return rows.map(parsed)
}

async function casesOf(scope: Scope, drafts: readonly Holder[]): Promise<Map<string, TeamCase[]>> {
  const { prisma } = scope.db
  const found = new Map<string, TeamCase[]>()
  const { all } = await sightIn(scope)
  for (const { id, slug } of drafts) {
    const kept = await keptCases(prisma, id)
    // What a draft says of its fields is worked out only where it is needed.
    const draft =
      all || kept.length === 0 ? { team: { slug } } : await readDraft(prisma, scope.workspace.id, slug)
    const shown = kept.map(await shownCases(scope, draft))
    found.set(
      id,
      shown.flatMap(({ case: one, hidden }) => (hidden.length === 0 ? [one] : [])),
    )
  }
  return found
}
