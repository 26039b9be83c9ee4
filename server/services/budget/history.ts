import { z } from 'zod'
import type { Actor } from '@/domain/actor'
import type { BudgetLimit } from '@/domain/budget/limit'
import type { BudgetPeriod, BudgetScope } from '@/domain/budget/window'
import { authorize, type Context } from '../context'

/** One change of a budget: who made it, from what to what, and why. */
export interface BudgetChange {
  id: string
  budgetId: string
  scope: BudgetScope
  /** Name of the agent, the team or the workspace. */
  subjectName: string
  teamName: string | null
  period: BudgetPeriod
  /** Null before it was set, and after it was removed. */
  was: BudgetLimit | null
  now: BudgetLimit | null
  reason: string
  actor: Actor
  /** Where the answer to a review changed it. */
  reviewId: string | null
  at: Date
}

const AT_A_TIME = 50

export const budgetHistoryInput = z.object({
  /** Only this budget's. */
  id: z.string().optional(),
  /** Older than this change, as the answer before gave it. */
  cursor: z.object({ at: z.coerce.date(), id: z.string() }).nullish(),
})

/** Changes of budgets, the latest first, those of budgets that are gone as well. */
export async function budgetHistory(
  ctx: Context,
  { id, cursor }: z.infer<typeof budgetHistoryInput> = {},
): Promise<{ changes: BudgetChange[]; next: { at: Date; id: string } | null }> {
  const scope = await authorize(ctx, 'cost.read')
  const { workspace, db } = scope
  const { rows } = await db.pool.query<BudgetChange>({
    name: 'budget_history',
    text: `select c.id, c.budget_id "budgetId", c.scope, c.period, c.was, c.now, c.reason, c.actor, c.review_id "reviewId",
        c.at, i.name "teamName",
        coalesce(g.definition ->> 'name', t.name, case c.scope when 'workspace' then $2 end, c.subject) "subjectName"
      from budget_change c
        left join agent g on c.scope = 'agent' and g.workspace_id = c.workspace_id and g.slug = c.subject
        left join team t on c.scope = 'team' and t.id = c.subject
        left join team i on i.id = c.team
      where c.workspace_id = $1 and ($3::text is null or c.budget_id = $3)
        and ($4::timestamptz is null or (c.at, c.id) < ($4, $5::text))
      order by c.at desc, c.id desc limit $6`,
    values: [workspace.id, workspace.name, id ?? null, cursor?.at ?? null, cursor?.id ?? null, AT_A_TIME + 1],
  })
  const changes = rows.slice(0, AT_A_TIME)
  const last = changes.at(-1)
  return { changes, next: rows.length > AT_A_TIME && last ? { at: last.at, id: last.id } : null }
}
