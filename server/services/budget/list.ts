import type { BudgetPeriod, BudgetScope } from '@/domain/budget/window'
import { authorize, type Context } from '../context'
import { budgetsNow } from './in-window'

export interface ListedBudget {
  id: string
  scope: BudgetScope
  subject: string
  /** Name of the agent, the team or the workspace. */
  subjectName: string
  /** Of an agent's budget that counts in one team only: its id, else empty. */
  team: string
  teamName: string | null
  period: BudgetPeriod
  capMicros: bigint
  hard: boolean
  /** By which its days and months run; null: the workspace's. */
  timeZone: string | null
  /** Share of the limit, in percent, at which it warns. */
  warnPercent: number
  /** When it did so in the window that runs now, under the limit that it has now. */
  warnedAt: Date | null
  /** In the window that runs now; zero for a budget per run, each run has its own. */
  spentMicros: bigint
  reservedMicros: bigint
  updatedAt: Date
}

/** All budgets with what is gone of them in the window that runs now, the workspace's first. */
export async function listBudgets(ctx: Context): Promise<ListedBudget[]> {
  const scope = await authorize(ctx, 'cost.read')
  const { withSubject, subjectName, spentNow, reservedNow, ofWorkspace } = budgetsNow(scope)
  return scope.db.prisma.$queryRaw<ListedBudget[]>`
    SELECT b.id, b.scope, b.subject, b.team, i.name AS "teamName", b.period, b.cap_micros AS "capMicros", b.hard,
           b.time_zone AS "timeZone", b.warn_percent::int AS "warnPercent", b.updated_at AS "updatedAt",
           ${spentNow} AS "spentMicros", ${reservedNow} AS "reservedMicros",
           ${subjectName} AS "subjectName",
           (SELECT w.at FROM budget_warning w WHERE w.account_id = a.id AND w.cap_micros = b.cap_micros) AS "warnedAt"
      FROM ${withSubject}
     WHERE ${ofWorkspace}
     ORDER BY array_position(ARRAY['workspace', 'team', 'agent'], b.scope), "subjectName", "teamName" NULLS FIRST,
              array_position(ARRAY['run', 'day', 'month'], b.period)`
}
