import type { Db } from '@/server/db/client'

/** What became of an agent's work in the last 30 days. */
export interface Scorecard {
  /** Steps it finished. */
  decisions: number
  /** Times it was asked: a step and all its attempts count once. */
  tasks: number
  /** Of its decisions, those a person ruled on. */
  reviewed: number
  /** Approved as they were. */
  accepted: number
  /** Edited, sent back or rejected. */
  overridden: number
  /** Tasks it could not finish, so that a person was asked. */
  escalated: number
  /** All its calls in runs, failed attempts too. */
  costMicros: bigint
  /** Of the steps it finished. */
  medianMs: number | null
}

export const NO_SCORE: Scorecard = {
  decisions: 0,
  tasks: 0,
  reviewed: 0,
  accepted: 0,
  overridden: 0,
  escalated: 0,
  costMicros: 0n,
  medianMs: null,
}

interface Row extends Omit<Scorecard, 'costMicros' | 'medianMs'> {
  slug: string
  cost: bigint
  median: number | null
}

/** Scorecards of the workspace's agents by slug; who did nothing has none. Tests outside a run and trials of drafts do not count. */
export async function scorecards(db: Db, workspaceId: string): Promise<Map<string, Scorecard>> {
  const rows = await db.prisma.$queryRaw<Row[]>`
    WITH tried AS (
      SELECT agent_slug AS slug, run_id, node, iteration, attempt, sum(cost_micros)::bigint AS cost
        FROM model_call
       WHERE workspace_id = ${workspaceId} AND run_id IS NOT NULL AND agent_slug IS NOT NULL
         AND started_at >= now() - interval '30 days'
         AND NOT EXISTS (SELECT FROM run r WHERE r.id = run_id AND r.trial)
       GROUP BY 1, 2, 3, 4, 5),
    work AS (
      SELECT t.slug, count(s.node)::int AS decisions, count(DISTINCT (t.run_id, t.node, t.iteration))::int AS tasks,
             sum(t.cost)::bigint AS cost,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.ended_at - s.started_at) * 1000)
               FILTER (WHERE s.node IS NOT NULL)::float8 AS median
        FROM tried t
        LEFT JOIN step s ON s.run_id = t.run_id AND s.node = t.node AND s.iteration = t.iteration
          AND s.attempt = t.attempt AND s.status = 'done'
       GROUP BY t.slug),
    maker AS (SELECT DISTINCT slug, run_id, node FROM tried),
    ruled AS (
      SELECT m.slug,
             count(*) FILTER (WHERE v.kind = 'approval' AND v.status = 'decided')::int AS reviewed,
             count(*) FILTER (WHERE v.kind = 'approval' AND v.status = 'decided'
               AND v.verdict ->> 'decision' = 'approve' AND NOT v.verdict ? 'edit')::int AS accepted,
             count(*) FILTER (WHERE v.kind = 'escalation' AND v.node = m.node)::int AS escalated
        FROM review v
        JOIN maker m ON m.run_id = v.run_id AND m.node = coalesce(v.view #>> '{draft,slot}', v.node)
       WHERE v.workspace_id = ${workspaceId}
       GROUP BY m.slug)
    SELECT w.*, coalesce(r.reviewed, 0) AS reviewed, coalesce(r.accepted, 0) AS accepted,
           coalesce(r.reviewed - r.accepted, 0) AS overridden, coalesce(r.escalated, 0) AS escalated
      FROM work w LEFT JOIN ruled r USING (slug)`
  return new Map(
    rows.map(({ slug, cost, median, ...row }) => [slug, { ...row, costMicros: cost, medianMs: median }]),
  )
}
