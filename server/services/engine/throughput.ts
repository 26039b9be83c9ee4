import type { Scope } from '@/server/services/context'

export interface Minute {
  at: Date
  /** Steps that workers committed. */
  steps: number
  started: number
  /** Runs that ended at a worker; those that a person ended by a verdict or by cancelling are not among them. */
  ended: number
}

/** The workspace's last hour by the minute, the one that runs now last. */
export function readThroughput({ db, workspace }: Scope): Promise<Minute[]> {
  return db.prisma.$queryRaw<Minute[]>`
    WITH span AS (SELECT date_trunc('minute', now()) - interval '59 minutes' AS first),
    counted AS (
      SELECT minute, sum(steps)::int AS steps, sum(ended)::int AS ended
        FROM engine_minute, span WHERE workspace_id = ${workspace.id} AND minute >= span.first GROUP BY minute
    ), begun AS (
      SELECT date_trunc('minute', created_at) AS minute, count(*)::int AS started
        FROM run, span WHERE workspace_id = ${workspace.id} AND created_at >= span.first GROUP BY 1
    )
    SELECT m.at, coalesce(c.steps, 0) AS steps, coalesce(b.started, 0) AS started, coalesce(c.ended, 0) AS ended
      FROM span, generate_series(span.first, span.first + interval '59 minutes', interval '1 minute') m(at)
      LEFT JOIN counted c ON c.minute = m.at
      LEFT JOIN begun b ON b.minute = m.at
     ORDER BY m.at`
}
