import { TASKS, type HousekeepingTask } from '@/server/engine/housekeeping'
import type { Scope } from '@/server/services/context'

export interface Chore {
  task: HousekeepingTask
  ranAt: Date
  /** When it last removed anything, and how much that was. */
  removedAt: Date | null
  removedLast: number
  removedTotal: bigint
}

/** What the housekeeping of the installation did, by task; of a task that is no more, nothing. */
export async function readHousekeeping({ db }: Scope): Promise<Chore[]> {
  const rows = await db.prisma.housekeeping.findMany({
    where: { task: { in: [...TASKS] } },
    select: { task: true, ranAt: true, removedAt: true, removedLast: true, removedTotal: true },
    orderBy: { task: 'asc' },
  })
  return rows.map((row) => ({ ...row, task: row.task as HousekeepingTask }))
}
