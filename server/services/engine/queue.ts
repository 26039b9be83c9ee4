import type { Scope } from '@/server/services/context'

export interface QueueFigures {
  /** Ready to be taken up. */
  enqueued: number
  underWay: number
  /** To be taken up later: attempts that wait out their delay. */
  delayed: number
  /** Since when the one that has been ready longest has waited. */
  oldestAt: Date | null
}

/** The work of the whole installation: counts of branches only, nothing of what is in them. */
export async function readQueue({ db }: Scope): Promise<QueueFigures> {
  const [row] = await db.prisma.$queryRaw<QueueFigures[]>`
    SELECT count(*) FILTER (WHERE driver IS NULL AND ready_at <= clock_timestamp())::int AS enqueued,
           count(*) FILTER (WHERE driver IS NOT NULL)::int AS "underWay",
           count(*) FILTER (WHERE driver IS NULL AND ready_at > clock_timestamp())::int AS delayed,
           min(ready_at) FILTER (WHERE driver IS NULL AND ready_at <= clock_timestamp()) AS "oldestAt"
      FROM branch WHERE status = 'ready' AND held_by IS NULL`
  return row ?? { enqueued: 0, underWay: 0, delayed: 0, oldestAt: null }
}
