import type { Db } from '@/server/db/client'

/** What an agent's budget of one period allows, and what is gone of it in the window that runs now. */
export interface AgentBudget {
  period: 'run' | 'day' | 'month'
  capMicros: bigint
  hard: boolean
  /** Zero for a budget per run: its window is each run. */
  spentMicros: bigint
  reservedMicros: bigint
}

interface UsageRow {
  subject: string
  period: AgentBudget['period']
  cap_micros: bigint
  hard: boolean
  spent: bigint | null
  reserved: bigint | null
}

/**
 * Budgets of the workspace's agents by slug, over all teams. Spending is summed from the calls themselves, so it is right
 * before the first reservation has opened an account for the window.
 */
export async function agentBudgets(
  db: Db,
  workspace: { id: string; timeZone: string },
): Promise<Map<string, AgentBudget[]>> {
  const rows = await db.prisma.$queryRaw<UsageRow[]>`
    SELECT b.subject, b.period, b.cap_micros, b.hard,
           sum(c.cost_micros)::bigint AS spent,
           sum(c.reserved_micros) FILTER (WHERE c.status = 'reserved')::bigint AS reserved
      FROM budget b
      LEFT JOIN model_call c
        ON b.period <> 'run' AND c.workspace_id = b.workspace_id AND c.agent_slug = b.subject
       AND c.started_at >= date_trunc(CASE b.period WHEN 'month' THEN 'month' ELSE 'day' END, now(),
         coalesce(b.time_zone, ${workspace.timeZone}))
     WHERE b.workspace_id = ${workspace.id} AND b.scope = 'agent' AND b.team = ''
     GROUP BY b.id
     ORDER BY array_position(ARRAY['day', 'month', 'run'], b.period)`
  const found = new Map<string, AgentBudget[]>()
  for (const row of rows) {
    const budget: AgentBudget = {
      period: row.period,
      capMicros: row.cap_micros,
      hard: row.hard,
      spentMicros: row.spent ?? 0n,
      reservedMicros: row.reserved ?? 0n,
    }
    found.set(row.subject, [...(found.get(row.subject) ?? []), budget])
  }
  return found
}
