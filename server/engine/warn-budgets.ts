import { system } from '@/domain/actor'
import type { Db } from '@/server/db/client'
import { appendEntries } from '@/server/record/append'

/** Put on the record in one go; the next sweep does as many. */
const AT_A_TIME = 200

interface Warned {
  workspace: string
  budget: string
  scope: string
  subject: string
  team: string
  period: string
  window: string
  cap: string
  spent: string
  percent: number
  at: Date
}

/**
 * Puts on the record which budgets have spent the share at which they warn. That they have is noted in the transaction that
 * spends (`budget_apply_settlement`), once for each window and limit; from there the console shows it.
 * @returns how many
 */
export function warnBudgets({ prisma }: Pick<Db, 'prisma'>): Promise<number> {
  return prisma.$transaction(async (tx) => {
    const warned = await tx.$queryRaw<Warned[]>`
      WITH due AS (
        SELECT account_id, cap_micros FROM budget_warning WHERE recorded_at IS NULL
        ORDER BY at LIMIT ${AT_A_TIME} FOR UPDATE SKIP LOCKED
      ), told AS (
        UPDATE budget_warning w SET recorded_at = now() FROM due
        WHERE w.account_id = due.account_id AND w.cap_micros = due.cap_micros RETURNING w.*
      )
      SELECT told.workspace_id AS workspace, b.id AS budget, b.scope, b.subject, b.team, b.period, told."window",
             told.cap_micros::text AS cap, told.spent_micros::text AS spent, told.warn_percent::int AS percent, told.at
        FROM told JOIN budget b ON b.id = told.budget_id ORDER BY told.at`
    for (const { workspace, budget, scope, subject, team, period, ...one } of warned) {
      const { window, cap, spent, percent, at } = one
      await appendEntries(tx, workspace, [
        {
          kind: 'budget.warned',
          actor: system('engine'),
          data: {
            ...{ budget, scope, subject, period, window },
            ...(team && { team }),
            ...{ cap_micros: cap, spent_micros: spent, warn_percent: percent, at: at.toISOString() },
          },
        },
      ])
    }
    return warned.length
  })
}
