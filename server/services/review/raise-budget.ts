import type { PoolClient } from 'pg'
import { limitOf } from '@/domain/budget/limit'
import { BatonError } from '@/domain/problem'
import type { ReviewView, Verdict } from '@/domain/run/review'
import { newId } from '@/server/db/id'
import type { NewEntry } from '@/server/record/append'
import type { Scope } from '../context'

interface Raised {
  before: string
  after: string
  team: string
  hard: boolean
  timeZone: string | null
  warnPercent: number
}

/** Raises the budget that blocked a run, its open windows too, within the verdict's transaction. */
export async function raiseBudget(
  client: PoolClient,
  scope: Scope,
  { review, view, verdict }: { review: string; view: ReviewView; verdict: Verdict },
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
  const { rows } = await client.query<Raised>(
    `with old as (select id, cap_micros from budget where id = $1 and workspace_id = $2 for update)
     update budget b set cap_micros = greatest(old.cap_micros, $3::bigint), updated_by = $4, updated_at = now()
       from old where b.id = old.id
     returning old.cap_micros before, b.cap_micros after, b.team, b.hard, b.time_zone "timeZone",
       b.warn_percent "warnPercent"`,
    [budget.budgetId, scope.workspace.id, cap.toString(), JSON.stringify(scope.actor)],
  )
  const [raised] = rows
  if (!raised) throw new BatonError('conflict', 'This budget is gone. Send the step back for another try.')
  // A window that is over may have had a higher cap; it keeps that one.
  await client.query('update budget_account set cap_micros = $2 where budget_id = $1 and cap_micros < $2', [
    budget.budgetId,
    raised.after,
  ])
  if (raised.after !== raised.before) await keepRaise(client, scope, { budget, raised, review, verdict })
  return {
    kind: 'budget.raised',
    actor: scope.actor,
    run: view.run.id,
    data: {
      budget: budget.budgetId,
      scope: budget.scope,
      subject: budget.subject,
      ...(raised.team && { team: raised.team }),
      period: budget.period,
      from: raised.before,
      to: raised.after,
    },
  }
}

/** Among the changes of budgets, with where it was asked (server/services/budget/keep-change.ts). */
async function keepRaise(
  client: PoolClient,
  { workspace, actor }: Scope,
  about: { budget: NonNullable<ReviewView['budget']>; raised: Raised; review: string; verdict: Verdict },
): Promise<void> {
  const { budget, raised, review, verdict } = about
  const at = (cap: string) => JSON.stringify(limitOf({ ...raised, capMicros: BigInt(cap) }))
  await client.query(
    `insert into budget_change (id, workspace_id, budget_id, scope, subject, team, period, was, now, reason, actor, review_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[
        newId('bch'),
        workspace.id,
        budget.budgetId,
        budget.scope,
        budget.subject,
        raised.team,
        budget.period,
      ],
      ...[at(raised.before), at(raised.after), verdict.reason, JSON.stringify(actor), review],
    ],
  )
}
