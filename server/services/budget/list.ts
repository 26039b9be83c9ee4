import { windowOf, type BudgetPeriod, type BudgetScope } from '@/domain/budget/window'
import { authorize, type Context } from '../context'

export interface ListedBudget {
  id: string
  scope: BudgetScope
  subject: string
  /** Name of the agent, the team or the workspace. */
  subjectName: string
  period: BudgetPeriod
  capMicros: bigint
  hard: boolean
  /** In the window that runs now; zero for a budget per run, each run has its own. */
  spentMicros: bigint
  reservedMicros: bigint
  updatedAt: Date
}

interface Row {
  id: string
  scope: BudgetScope
  subject: string
  subject_name: string
  period: BudgetPeriod
  cap_micros: bigint
  hard: boolean
  spent: bigint
  reserved: bigint
  updated_at: Date
}

/** All budgets with what is gone of them in the window that runs now, the workspace's first. */
export async function listBudgets(ctx: Context): Promise<ListedBudget[]> {
  const { db, workspace } = await authorize(ctx, 'cost.read')
  const now = new Date()
  const [day, month] = [windowOf('day', now, workspace.timeZone), windowOf('month', now, workspace.timeZone)]
  // Before the first reservation of a window there is no account: then the calls of the window are summed.
  const rows = await db.prisma.$queryRaw<Row[]>`
    SELECT b.id, b.scope, b.subject, b.period, b.cap_micros, b.hard, b.updated_at,
           coalesce(a.spent_micros, CASE b.period
             WHEN 'day' THEN budget_spent_before(b.workspace_id, b.scope, b.subject, NULL,
               ${day}::timestamp AT TIME ZONE ${workspace.timeZone})
             WHEN 'month' THEN budget_spent_before(b.workspace_id, b.scope, b.subject, NULL,
               (${month} || '-01')::timestamp AT TIME ZONE ${workspace.timeZone})
             ELSE 0 END) AS spent,
           coalesce(a.reserved_micros, 0) AS reserved,
           coalesce(g.definition ->> 'name', t.name, CASE b.scope WHEN 'workspace' THEN ${workspace.name} END, b.subject)
             AS subject_name
      FROM budget b
      LEFT JOIN budget_account a
        ON a.budget_id = b.id AND a."window" = CASE b.period WHEN 'day' THEN ${day} WHEN 'month' THEN ${month} END
      LEFT JOIN agent g ON b.scope = 'agent' AND g.workspace_id = b.workspace_id AND g.slug = b.subject
      LEFT JOIN team t ON b.scope = 'team' AND t.id = b.subject
     WHERE b.workspace_id = ${workspace.id}
     ORDER BY array_position(ARRAY['workspace', 'team', 'agent'], b.scope), subject_name,
              array_position(ARRAY['run', 'day', 'month'], b.period)`
  return rows.map(({ subject_name, cap_micros, spent, reserved, updated_at, ...row }) => ({
    ...row,
    subjectName: subject_name,
    capMicros: cap_micros,
    spentMicros: spent,
    reservedMicros: reserved,
    updatedAt: updated_at,
  }))
}
