import { authorize, type Context } from '@/server/services/context'
import { storedAgent, type StoredAgent } from './find'
import { NO_SCORE, scorecards, type Scorecard } from './scorecard'
import { agentBudgets, type AgentBudget } from './usage'

export interface ListedAgent extends StoredAgent {
  /** The budget of the day first, then the month, then the run. */
  budgets: AgentBudget[]
  /** Teams whose draft places it, by slug. */
  teams: { slug: string; name: string }[]
  score: Scorecard
}

/** The workspace's agents by name, with their budgets, what is used of them, and where they work. */
export async function listAgents(ctx: Context): Promise<ListedAgent[]> {
  const { db, workspace } = await authorize(ctx, 'agent.read')
  const [rows, budgets, scores, placed] = await Promise.all([
    db.prisma.agent.findMany({ where: { workspaceId: workspace.id }, orderBy: { slug: 'asc' } }),
    agentBudgets(db, workspace),
    scorecards(db, workspace.id),
    db.prisma.$queryRaw<{ agent: string; slug: string; name: string }[]>`
      SELECT DISTINCT placed.agent, t.slug, t.name
        FROM team t, jsonb_array_elements(t.draft -> 'nodes') AS node,
             unnest(ARRAY[node ->> 'agent', node ->> 'fallback']) AS placed(agent)
       WHERE t.workspace_id = ${workspace.id} AND t.archived_at IS NULL AND placed.agent IS NOT NULL
       ORDER BY t.name`,
  ])
  return rows
    .map((row) => ({
      ...storedAgent(row),
      budgets: budgets.get(row.slug) ?? [],
      score: scores.get(row.slug) ?? NO_SCORE,
      teams: placed.filter(({ agent }) => agent === row.slug).map(({ slug, name }) => ({ slug, name })),
    }))
    .sort((a, b) => a.definition.name.localeCompare(b.definition.name))
}
