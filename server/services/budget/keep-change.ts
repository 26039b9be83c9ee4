import type { Actor } from '@/domain/actor'
import type { BudgetLimit } from '@/domain/budget/limit'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import type { NewEntry } from '@/server/record/append'

/** Which budget it is. */
export interface BudgetKey {
  id: string
  scope: string
  subject: string
  team: string
  period: string
}

/** What is changed: from, to, and why; none before it was set, and after it is removed. */
export interface Changed {
  was: BudgetLimit | null
  now: BudgetLimit | null
  reason: string
}

/**
 * Keeps a change of a budget with who made it and why, in the transaction that makes it.
 * @returns the entry for the record, which says the same
 */
export async function keepChange(
  tx: Tx,
  { workspace, actor }: { workspace: { id: string }; actor: Actor },
  { id, scope, subject, team, period }: BudgetKey,
  { was, now, reason }: Changed,
): Promise<Omit<NewEntry, 'actor'>> {
  const key = { scope, subject, team, period }
  await tx.budgetChange.create({
    data: {
      id: newId('bch'),
      workspaceId: workspace.id,
      budgetId: id,
      ...key,
      ...(was && { was: { ...was } }),
      ...(now && { now: { ...now } }),
      reason,
      actor,
    },
  })
  const limit = now ?? was
  return {
    kind: now ? 'budget.set' : 'budget.removed',
    data: {
      budget: id,
      ...{ scope, subject, period },
      ...(team && { team }),
      ...(limit && inRecord(limit)),
      ...(was && now && { before: inRecord(was) }),
    },
    sealed: { reason },
  }
}

const inRecord = ({ capMicros, hard, warnPercent, timeZone }: BudgetLimit) => ({
  cap_micros: capMicros,
  hard,
  warn_percent: warnPercent,
  ...(timeZone !== null && { time_zone: timeZone }),
})
