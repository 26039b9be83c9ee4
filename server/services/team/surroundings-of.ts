import type { BundleConnection } from '@/domain/team/bundle'
import { calledOperations, withOperations } from '@/domain/team/called-operations'
import { kindOf } from '@/domain/team/kinds/registry'
import type { CalledTeam, TeamFile } from '@/domain/team/yaml'
import type { Tx } from '@/server/db/client'
import { bundleConnection, callableOperations } from '../connection/callable'
import { callableTeams } from './callable-teams'

/** What a team and its agents name that is neither: connections and other teams, as the workspace has them. */
export async function surroundingsOf(
  tx: Tx,
  workspaceId: string,
  { document, agents }: Pick<TeamFile, 'document' | 'agents'>,
): Promise<{
  connections: BundleConnection[]
  calls: CalledTeam[]
  /** By slug, sorted. */
  missing: { connections: string[]; teams: string[] }
}> {
  const kinds = document.nodes.map((node) => ({ node, kind: kindOf(node) }))
  const over = distinct([
    ...kinds.map(({ node, kind }) => kind.connection?.(node)),
    ...agents.flatMap(({ tools }) => tools.map(({ connection }) => connection)),
  ])
  const called = distinct(kinds.map(({ node, kind }) => kind.team?.(node)))
  const rows = await tx.connection.findMany({
    where: { workspaceId, slug: { in: over } },
    orderBy: { slug: 'asc' },
  })
  const teams = called.length > 0 ? await callableTeams(tx, workspaceId) : []
  const calls = teams
    .filter(({ slug }) => called.includes(slug))
    .map(({ slug, name, input, results, needs, writes }): CalledTeam => ({
      slug,
      name,
      ...(input && { input }),
      results,
      needs,
      ...(writes && { writes }),
    }))
  const operations = await callableOperations(tx, workspaceId)
  const connections = Object.values(
    withOperations(
      Object.fromEntries(rows.map((row) => [row.slug, bundleConnection(row, operations.get(row.id) ?? [])])),
      calledOperations(document.nodes, agents),
    ),
  )
  return {
    connections,
    calls,
    missing: { connections: without(over, connections), teams: without(called, calls) },
  }
}

const distinct = (names: readonly (string | undefined)[]): string[] =>
  [...new Set(names)].filter((name) => name !== undefined).sort()

const without = (names: readonly string[], found: readonly { slug: string }[]): string[] =>
  names.filter((name) => !found.some(({ slug }) => slug === name))
