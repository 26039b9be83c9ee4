import { windowOf, type BudgetPeriod } from '@/domain/budget/window'
import type { Scope } from '@/server/services/context'

export interface NearBudget {
  id: string
  scope: string
  /** The agent's, team's or workspace's name. */
  name: string
  period: BudgetPeriod
  spentMicros: bigint
  reservedMicros: bigint
  capMicros: bigint
}

/** Budgets of the day and the month that are used by four fifths, the fullest first. */
export async function nearBudgets({ db, workspace }: Scope): Promise<{ near: NearBudget[]; all: number }> {
  const now = new Date()
  const [day, month] = (['day', 'month'] as const).map((period) => windowOf(period, now, workspace.timeZone))
  const [near, all] = await Promise.all([
    db.prisma.$queryRaw<NearBudget[]>`
      SELECT b.id, b.scope, b.period, a.spent_micros AS "spentMicros", a.reserved_micros AS "reservedMicros",
             a.cap_micros AS "capMicros",
             coalesce(g.definition ->> 'name', t.name, CASE b.scope WHEN 'workspace' THEN ${workspace.name}
               ELSE b.subject END) AS name
        FROM budget b
        JOIN budget_account a ON a.budget_id = b.id
         AND a."window" = CASE b.period WHEN 'day' THEN ${day} ELSE ${month} END
        LEFT JOIN agent g ON b.scope = 'agent' AND g.workspace_id = b.workspace_id AND g.slug = b.subject
        LEFT JOIN team t ON b.scope = 'team' AND t.id = b.subject
       WHERE b.workspace_id = ${workspace.id} AND b.period IN ('day', 'month')
         AND (a.spent_micros + a.reserved_micros) * 5 >= a.cap_micros * 4
       ORDER BY (a.spent_micros + a.reserved_micros)::float8 / greatest(a.cap_micros, 1) DESC
       LIMIT 4`,
    db.prisma.budget.count({ where: { workspaceId: workspace.id } }),
  ])
  return { near, all }
}
