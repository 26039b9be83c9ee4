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

/** The durable queue of the whole installation: counts only, nothing of what is in it. */
export async function readQueue({ db }: Scope): Promise<QueueFigures> {
  const [row] = await db.prisma.$queryRaw<QueueFigures[]>`
    SELECT e.enqueued, e."oldestAt",
           (SELECT count(*)::int FROM dbos.workflow_status
             WHERE queue_name = 'advance' AND status = 'PENDING') AS "underWay",
           (SELECT count(*)::int FROM dbos.workflow_status WHERE status = 'DELAYED') AS delayed
      FROM (SELECT count(*)::int AS enqueued,
                   to_timestamp(min(greatest(created_at, coalesce(delay_until_epoch_ms, 0))) / 1000.0) AS "oldestAt"
              FROM dbos.workflow_status WHERE queue_name = 'advance' AND status = 'ENQUEUED') e`
  return row ?? { enqueued: 0, underWay: 0, delayed: 0, oldestAt: null }
}
