import type { PoolClient } from 'pg'
import { BatonError } from '@/domain/problem'
import type { ReviewView, Verdict } from '@/domain/run/review'
import type { NewEntry } from '@/server/record/append'
import type { Scope } from '../context'

/** Raises the budget that blocked a run, its open windows too, within the verdict's transaction. */
export async function raiseBudget(
  client: PoolClient,
  scope: Scope,
  view: ReviewView,
  verdict: Verdict,
): Promise<NewEntry> {
  const { budget } = view
  if (!budget) throw new BatonError('invalid', 'This review is not about a budget.')
  const cap = BigInt(verdict.capMicros ?? budget.proposedCapMicros)
  const needed = BigInt(budget.spentMicros) + BigInt(budget.reservedMicros) + BigInt(budget.neededMicros)
  if (cap < needed) {
    throw new BatonError('invalid', 'That would not be enough for the next call.', [
      {
        pointer: '/capMicros',
        message: `at least ${needed} micro-dollars are needed`,
        expected: `>= ${needed}`,
      },
    ])
  }
  // Somebody may have raised it further meanwhile; a raise never lowers it.
  const { rows } = await client.query<{ before: string; after: string }>(
    `with old as (select id, cap_micros from budget where id = $1 and workspace_id = $2 for update)
     update budget b set cap_micros = greatest(old.cap_micros, $3::bigint), updated_by = $4, updated_at = now()
       from old where b.id = old.id
     returning old.cap_micros before, b.cap_micros after`,
    [budget.budgetId, scope.workspace.id, cap.toString(), JSON.stringify(scope.actor)],
  )
  if (!rows[0]) throw new BatonError('conflict', 'This budget is gone. Send the step back for another try.')
  // A window that is over may have had a higher cap; it keeps that one.
  await client.query('update budget_account set cap_micros = $2 where budget_id = $1 and cap_micros < $2', [
    budget.budgetId,
    rows[0].after,
  ])
  return {
    kind: 'budget.raised',
    actor: scope.actor,
    run: view.run.id,
    data: {
      budget: budget.budgetId,
      scope: budget.scope,
      subject: budget.subject,
      period: budget.period,
      from: rows[0].before,
      to: rows[0].after,
    },
  }
}
