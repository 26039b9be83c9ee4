import { Prisma } from '@/prisma/generated/client'
import type { Db } from '@/server/db/client'

/** Whether a review `r` is of a run and no trial, as a condition: what a trial asks is for who tries it alone. */
export const ofNoTrial = Prisma.sql`NOT EXISTS (SELECT FROM run tried WHERE tried.id = r.run_id AND tried.trial)`

/**
 * Whether an open review `r` is put to people, as a condition. Of the steps of one run that wait for the same budget only
 * the first asks; the others wait for its answer (docs/decisions/0016). Once it is gone the next one asks.
 */
export const asks = Prisma.sql`NOT EXISTS (SELECT FROM review f
  WHERE f.status = 'open' AND f.budget_id = r.budget_id AND f.run_id = r.run_id
    AND (f.created_at, f.id) < (r.created_at, r.id))
  AND ${ofNoTrial}`

/** The open reviews that are put to people, at most so many, by due time. */
export async function questions(
  { prisma }: Pick<Db, 'prisma'>,
  workspaceId: string,
  most: number,
): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM review r WHERE r.workspace_id = ${workspaceId} AND r.status = 'open' AND ${asks}
     ORDER BY r.due_at, r.created_at LIMIT ${most}`
  return rows.map(({ id }) => id)
}

/** The reviews that were decided last, at most so many, the newest first. */
export async function answered(
  { prisma }: Pick<Db, 'prisma'>,
  workspaceId: string,
  most: number,
): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM review r WHERE r.workspace_id = ${workspaceId} AND r.status = 'decided' AND ${ofNoTrial}
     ORDER BY r.decided_at DESC NULLS LAST LIMIT ${most}`
  return rows.map(({ id }) => id)
}

/** How many steps wait for one and the same answer, and in how many runs. */
export interface Alike {
  steps: number
  runs: number
}

/** By budget, the steps that wait until there is more room in it. */
export async function waitingForBudget(
  { prisma }: Pick<Db, 'prisma'>,
  workspaceId: string,
  budgetIds: readonly string[],
): Promise<Map<string, Alike>> {
  if (budgetIds.length === 0) return new Map()
  const rows = await prisma.$queryRaw<(Alike & { budgetId: string })[]>`
    SELECT budget_id AS "budgetId", count(*)::int AS steps, count(DISTINCT run_id)::int AS runs FROM review
     WHERE status = 'open' AND budget_id = ANY(${budgetIds}) AND workspace_id = ${workspaceId} GROUP BY budget_id`
  return new Map(rows.map(({ budgetId, ...alike }) => [budgetId, alike]))
}
