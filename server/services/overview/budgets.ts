import type { BudgetPeriod } from '@/domain/budget/window'
import type { Scope } from '@/server/services/context'
import { budgetsNow } from '../budget/in-window'

export interface NearBudget {
  id: string
  scope: string
  /** The agent's, team's or workspace's name. */
  name: string
  /** Of an agent's budget that counts in one team only. */
  teamName: string | null
  period: BudgetPeriod
  hard: boolean
  spentMicros: bigint
  reservedMicros: bigint
  capMicros: bigint
}

/** Budgets of the day and the month that are used up to the share at which they warn, the fullest first. */
export async function nearBudgets(scope: Scope): Promise<{ near: NearBudget[]; all: number }> {
  const { db, workspace } = scope
  const { withSubject, subjectName, spentNow, reservedNow, ofWorkspace } = budgetsNow(scope)
  const [near, all] = await Promise.all([
    db.prisma.$queryRaw<NearBudget[]>`
      SELECT b.id, b.scope, b.period, b.hard, i.name AS "teamName", ${spentNow} AS "spentMicros",
             ${reservedNow} AS "reservedMicros", a.cap_micros AS "capMicros", ${subjectName} AS name
        FROM ${withSubject}
       WHERE ${ofWorkspace}
         AND budget_held(a) * 100 >= a.cap_micros * b.warn_percent
       ORDER BY budget_held(a)::float8 / greatest(a.cap_micros, 1) DESC
       LIMIT 4`,
    db.prisma.budget.count({ where: { workspaceId: workspace.id } }),
  ])
  return { near, all }
}
