import type { Scope } from '@/server/services/context'

export interface Incident {
  kind: 'model' | 'effect' | 'stopped'
  /** The model, connection or agent. */
  name: string
  count: number
  since: Date
  /** For models: calls that went elsewhere in that time, and what they cost. */
  fallbacks: number
  fallbackMicros: bigint
}

/** What is wrong now: models that fail, effects nobody knows the outcome of, agents somebody stopped. */
export async function incidents({ db, workspace }: Scope): Promise<Incident[]> {
  return db.prisma.$queryRaw<Incident[]>`
    WITH calls AS (
      SELECT model, status, purpose, cost_micros, started_at FROM model_call
       WHERE workspace_id = ${workspace.id} AND started_at > now() - interval '15 minutes'
    ), failing AS (
      SELECT model AS name, count(*)::int AS count, min(started_at) AS since FROM calls c
       WHERE status = 'failed'
       GROUP BY model
      HAVING count(*) >= 3
         AND max(started_at) > coalesce((SELECT max(started_at) FROM calls d
                                          WHERE d.model = c.model AND d.status = 'done'), '-infinity')
    )
    SELECT 'model' AS kind, name, count, since,
           (SELECT count(*) FROM calls WHERE purpose = 'fallback' AND started_at >= since)::int AS fallbacks,
           (SELECT coalesce(sum(cost_micros), 0) FROM calls
             WHERE purpose = 'fallback' AND started_at >= since)::bigint AS "fallbackMicros"
      FROM failing
    UNION ALL
    SELECT 'effect', connection, count(*)::int, min(intended_at), 0, 0 FROM effect
     WHERE workspace_id = ${workspace.id} AND status = 'unknown' AND intended_at > now() - interval '30 days'
     GROUP BY connection
    UNION ALL
    SELECT 'stopped', definition ->> 'name', 1, stopped_at, 0, 0 FROM agent
     WHERE workspace_id = ${workspace.id} AND stopped_at IS NOT NULL
    UNION ALL
    SELECT 'stopped', name, 1, stopped_at, 0, 0 FROM team
     WHERE workspace_id = ${workspace.id} AND stopped_at IS NOT NULL
    UNION ALL
    SELECT 'stopped', name, 1, stopped_at, 0, 0 FROM workspace
     WHERE id = ${workspace.id} AND stopped_at IS NOT NULL
     ORDER BY since DESC
     LIMIT 4`
}
