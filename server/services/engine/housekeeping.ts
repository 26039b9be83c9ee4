import type { Scope } from '@/server/services/context'

export interface Chore {
  /** workflows | rate_limits | leases | minutes */
  task: string
  ranAt: Date
  /** When it last removed anything, and how much that was. */
  removedAt: Date | null
  removedLast: number
  removedTotal: bigint
}

/** What the housekeeping of the installation did, by task. */
export function readHousekeeping({ db }: Scope): Promise<Chore[]> {
  return db.prisma.housekeeping.findMany({
    select: { task: true, ranAt: true, removedAt: true, removedLast: true, removedTotal: true },
    orderBy: { task: 'asc' },
  })
}
