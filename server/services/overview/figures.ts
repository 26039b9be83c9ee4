import type { Scope } from '@/server/services/context'
import { budgetsNow } from '../budget/in-window'

export interface Figures {
  inFlight: { running: number; waiting: number; blocked: number }
  /** Since midnight in the workspace's time zone; the cap is the workspace's budget of the day, if it has one. */
  spend: { spentMicros: bigint; reservedMicros: bigint; capMicros: bigint | null; byMidnightMicros: bigint }
  /** Of the runs that ended in seven days, and in the seven before: how many no person touched. */
  alone: { ended: number; alone: number; endedBefore: number; aloneBefore: number }
  endedToday: { all: number; failed: number; medianMs: number | null; meanMicros: bigint | null }
}

interface Row {
  running: number
  waiting: number
  blocked: number
  ended: number
  alone: number
  ended_before: number
  alone_before: number
  today: number
  failed: number
  median: number | null
  mean: bigint | null
  spent: bigint
  reserved: bigint
  passed: number
  cap: bigint | null
}

/** The five figures at the top. */
export async function readFigures(scope: Scope): Promise<Figures> {
  const { db, workspace } = scope
  const { withAccount, ofWorkspace } = budgetsNow(scope)
  const [row] = await db.prisma.$queryRaw<Row[]>`
    WITH midnight AS (
      SELECT date_trunc('day', now(), ${workspace.timeZone}) AS at
    ), ended AS (
      SELECT r.status, r.ended_at, r.created_at, r.spent_micros,
             NOT EXISTS (SELECT 1 FROM review v WHERE v.run_id = r.id) AS alone
        FROM run r
       WHERE r.workspace_id = ${workspace.id} AND r.mode = 'live' AND NOT r.trial AND r.ended_at > now() - interval '14 days'
         AND r.status IN ('done', 'failed')
    ), flight AS (
      SELECT status FROM run WHERE workspace_id = ${workspace.id} AND NOT trial AND status IN ('running', 'waiting', 'blocked')
    ), calls AS (
      SELECT cost_micros, reserved_micros, status FROM model_call, midnight
       WHERE workspace_id = ${workspace.id} AND started_at >= midnight.at
    )
    SELECT (SELECT count(*) FILTER (WHERE status = 'running') FROM flight)::int AS running,
           (SELECT count(*) FILTER (WHERE status = 'waiting') FROM flight)::int AS waiting,
           (SELECT count(*) FILTER (WHERE status = 'blocked') FROM flight)::int AS blocked,
           count(*) FILTER (WHERE ended_at > now() - interval '7 days')::int AS ended,
           count(*) FILTER (WHERE ended_at > now() - interval '7 days' AND alone)::int AS alone,
           count(*) FILTER (WHERE ended_at <= now() - interval '7 days')::int AS ended_before,
           count(*) FILTER (WHERE ended_at <= now() - interval '7 days' AND alone)::int AS alone_before,
           count(*) FILTER (WHERE ended_at >= midnight.at)::int AS today,
           count(*) FILTER (WHERE ended_at >= midnight.at AND status = 'failed')::int AS failed,
           (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - created_at) * 1000)
             FILTER (WHERE ended_at >= midnight.at))::float8 AS median,
           (avg(spent_micros) FILTER (WHERE ended_at >= midnight.at))::bigint AS mean,
           (SELECT coalesce(sum(cost_micros), 0) FROM calls)::bigint AS spent,
           (SELECT coalesce(sum(reserved_micros) FILTER (WHERE status = 'reserved'), 0) FROM calls)::bigint AS reserved,
           extract(epoch FROM now() - midnight.at)::float8 / 86400 AS passed,
           (SELECT coalesce(a.cap_micros, b.cap_micros) FROM ${withAccount}
             WHERE ${ofWorkspace} AND b.scope = 'workspace' AND b.period = 'day'
             LIMIT 1) AS cap
      FROM midnight LEFT JOIN ended ON true
     GROUP BY midnight.at`
  if (!row) throw new Error('the overview query answered nothing')
  return {
    inFlight: { running: row.running, waiting: row.waiting, blocked: row.blocked },
    spend: {
      spentMicros: row.spent,
      reservedMicros: row.reserved,
      capMicros: row.cap,
      // As the day has gone so far; before 02:24 too little of it has.
      byMidnightMicros: row.passed < 0.1 ? row.spent : BigInt(Math.round(Number(row.spent) / row.passed)),
    },
    alone: {
      ended: row.ended,
      alone: row.alone,
      endedBefore: row.ended_before,
      aloneBefore: row.alone_before,
    },
    endedToday: { all: row.today, failed: row.failed, medianMs: row.median, meanMicros: row.mean },
  }
}
