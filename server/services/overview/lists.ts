import { decides } from '@/domain/policy/decides'
import type { RunStatus } from '@/domain/run/history'
import type { Authorized, Scope } from '@/server/services/context'
import { deciderOf } from '../review/decider'
import { seenHeads } from '../review/head'
import { mine } from '../review/mine'
import { asks } from '../review/same-answer'
import { pausesOf, type RunPause } from '../run/pauses'
import { sightIn } from '../sight'

export interface OverviewReview {
  id: string
  question: string
  reason: string
  team: string
  risk: string
  dueAt: Date | null
}

/** The open reviews that wait for the caller, or all for who decides none; by due time. */
export async function reviewsInSight(scope: Authorized): Promise<OverviewReview[]> {
  const { db, workspace, may } = scope
  const none = decides(may).length === 0
  const decider = await deciderOf(scope, scope.workspace.id)
  const rows = await db.prisma.$queryRaw<OverviewReview[]>`
    SELECT r.id, r.question, r.reason, r.risk, r.due_at AS "dueAt", t.name AS team
      FROM review r JOIN run ON run.id = r.run_id JOIN team_version v ON v.id = run.version_id
      JOIN team t ON t.id = r.team_id
     WHERE r.workspace_id = ${workspace.id} AND r.status = 'open' AND ${asks}
       AND (${none} OR ${mine(decider)})
     ORDER BY r.due_at NULLS LAST, r.created_at
     LIMIT 5`
  const sight = await sightIn(scope, decider.standing)
  if (sight.all) return rows
  const heads = await seenHeads(
    db,
    rows.map(({ id }) => id),
    sight,
  )
  return rows.map((row) => {
    const { question = '', reason = '' } = heads.get(row.id) ?? {}
    return { ...row, question, reason }
  })
}

export interface OverviewRun {
  id: string
  title: string
  team: string
  status: RunStatus
  /** The node where it stands, or what it waits for. */
  at: string | null
  attempt: number
  createdAt: Date
  /** Spent by machines, waiting for people left out. */
  workedMs: number
  spentMicros: bigint
  /** What it waits for while nothing of it works. */
  pause: RunPause | null
}

/** Runs in flight, the newest change first. */
export async function runsInFlight(scope: Scope): Promise<OverviewRun[]> {
  const { db, workspace } = scope
  const runs = await db.prisma.$queryRaw<Omit<OverviewRun, 'pause'>[]>`
    SELECT r.id, r.title, t.name AS team, r.status, r.created_at AS "createdAt", r.spent_micros AS "spentMicros",
           coalesce(v.bundle #>> ARRAY['nodes', b.node, 'name'], b.node) AS at,
           coalesce(b.attempt, 0) AS attempt,
           coalesce((SELECT sum(extract(epoch FROM s.ended_at - s.started_at)) * 1000 FROM step s
                      WHERE s.run_id = r.id), 0)::float8 AS "workedMs"
      FROM (SELECT * FROM run WHERE workspace_id = ${workspace.id} AND NOT trial AND status IN ('running', 'waiting', 'blocked')
             ORDER BY updated_at DESC LIMIT 12) r
      JOIN team t ON t.id = r.team_id
      JOIN team_version v ON v.id = r.version_id
      LEFT JOIN LATERAL (SELECT node, attempt FROM branch WHERE branch.run_id = r.id
                           AND branch.status IN ('ready', 'waiting') ORDER BY moved_at DESC LIMIT 1) b ON true
     ORDER BY r.updated_at DESC`
  const pauses = await pausesOf(
    db,
    runs.map(({ id }) => id),
  )
  const titled = await (await sightIn(scope)).titled(runs)
  return titled.map((run) => ({ ...run, pause: pauses.get(run.id) ?? null }))
}

export interface OverviewTeam {
  slug: string
  name: string
  /** The last 24, oldest first. */
  last: { id: string; status: RunStatus }[]
  /** Of the last 200 that ended. */
  ended: number
  alone: number
}

/** Teams by what they last did. */
export function teamHealth({ db, workspace }: Scope): Promise<OverviewTeam[]> {
  return db.prisma.$queryRaw<OverviewTeam[]>`
    SELECT t.slug, t.name, coalesce(recent.last, '[]') AS last,
           coalesce(recent.ended, 0)::int AS ended, coalesce(recent.alone, 0)::int AS alone
      FROM team t
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('id', id, 'status', status) ORDER BY created_at)
                 FILTER (WHERE place <= 24) AS last,
               count(*) FILTER (WHERE status IN ('done', 'failed')) AS ended,
               count(*) FILTER (WHERE status IN ('done', 'failed') AND alone) AS alone,
               max(created_at) AS newest
          FROM (SELECT id, status, created_at, row_number() OVER (ORDER BY created_at DESC) AS place,
                       NOT EXISTS (SELECT 1 FROM review v WHERE v.run_id = run.id) AS alone
                  FROM run WHERE run.team_id = t.id AND NOT run.trial ORDER BY created_at DESC LIMIT 200) AS runs
      ) recent ON true
     WHERE t.workspace_id = ${workspace.id} AND t.archived_at IS NULL
     ORDER BY recent.newest DESC NULLS LAST, t.name
     LIMIT 12`
}
