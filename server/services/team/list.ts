import type { RunStatus } from '@/domain/run/history'
import type { NodeKind } from '@/domain/team/node'
import { readStops, sayStop, stopFor, type Stop } from '@/server/engine/stops'
import { authorize, type Context } from '@/server/services/context'
import { asks } from '../review/same-answer'
import { sightIn } from '../sight'

export interface ListedTeam {
  id: string
  slug: string
  name: string
  goal: string
  updatedAt: Date
  archivedAt: Date | null
  /** The switch for which it stands still, in a sentence; null while it works. */
  stopped: string | null
  published: { number: number; digest: string; publishedAt: Date } | null
  /** Whether the draft was edited since. */
  draftAhead: boolean
  /** For the picture: what is drawn, without its details. */
  picture: TeamPicture
  /** The last 24, newest first. */
  lastRuns: { id: string; title: string; status: RunStatus; createdAt: Date }[]
  /** Reviews that wait for a person now. */
  openReviews: number
  /** Of the runs that ended in the last 30 days, how many needed no person. */
  withoutPerson: { ended: number; alone: number }
  spentTodayMicros: bigint
}

export interface TeamPicture {
  nodes: { id: string; kind: NodeKind; x: number; y: number }[]
  edges: { from: string; to: string }[]
}

interface Row {
  id: string
  slug: string
  name: string
  goal: string | null
  updated_at: Date
  archived_at: Date | null
  number: number | null
  digest: string | null
  published_at: Date | null
  editors: number
  picture: TeamPicture
  runs: { id: string; title: string; status: RunStatus; at: string }[] | null
  open_reviews: bigint
  ended: bigint
  alone: bigint
  spent: bigint
}

/** The workspace's teams with their health and last runs, busiest first. */
export async function listTeams(ctx: Context, input: { archived?: boolean }): Promise<ListedTeam[]> {
  const scope = await authorize(ctx, 'team.read')
  const { db, workspace } = scope
  const { stops } = await readStops(db, [workspace.id])
  const rows = await db.prisma.$queryRaw<Row[]>`
    SELECT t.id, t.slug, t.name, t.draft ->> 'goal' AS goal, t.updated_at, t.archived_at,
           v.number, v.digest, v.published_at, cardinality(t.draft_editors) AS editors,
           jsonb_build_object(
             'nodes', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                         'id', n ->> 'id', 'kind', n ->> 'kind',
                         'x', coalesce((t.draft #> ARRAY['layout', 'positions', n ->> 'id', 'x'])::float8, 0),
                         'y', coalesce((t.draft #> ARRAY['layout', 'positions', n ->> 'id', 'y'])::float8, 0))), '[]')
                         FROM jsonb_array_elements(t.draft -> 'nodes') AS n),
             'edges', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                         'from', e #>> '{from,node}', 'to', e #>> '{to,node}')), '[]')
                         FROM jsonb_array_elements(t.draft -> 'edges') AS e)) AS picture,
           (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'status', r.status, 'at', r.created_at)
                             ORDER BY r.created_at DESC)
              FROM (SELECT * FROM run WHERE team_id = t.id AND NOT trial ORDER BY created_at DESC LIMIT 24) AS r) AS runs,
           (SELECT count(*) FROM review r WHERE r.team_id = t.id AND r.status = 'open' AND ${asks}) AS open_reviews,
           e.ended, e.alone,
           (SELECT coalesce(sum(cost_micros), 0)::bigint FROM model_call
             WHERE team_id = t.id AND started_at >= date_trunc('day', now(), ${workspace.timeZone})) AS spent
      FROM team t
      LEFT JOIN team_version v ON v.id = t.published_id
      CROSS JOIN LATERAL (
        SELECT count(*) AS ended,
               count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM review WHERE review.run_id = run.id)) AS alone
          FROM run WHERE team_id = t.id AND NOT trial AND ended_at >= now() - interval '30 days') AS e
     WHERE t.workspace_id = ${workspace.id} AND (t.archived_at IS NOT NULL) = ${input.archived ?? false}
     ORDER BY (SELECT max(created_at) FROM run WHERE team_id = t.id AND NOT trial) DESC NULLS LAST, t.updated_at DESC`
  const titled = await (await sightIn(scope)).titled(rows.flatMap(({ runs }) => runs ?? []))
  const titles = new Map(titled.map(({ id, title }) => [id, title]))
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    goal: row.goal ?? '',
    updatedAt: row.updated_at,
    archivedAt: row.archived_at,
    stopped: saidOf(stops, workspace.id, row.id),
    published:
      row.number !== null && row.digest !== null && row.published_at !== null
        ? { number: row.number, digest: row.digest, publishedAt: row.published_at }
        : null,
    draftAhead: row.editors > 0,
    picture: row.picture,
    lastRuns: (row.runs ?? []).map(({ at, ...run }) => ({
      ...run,
      title: titles.get(run.id) ?? '',
      createdAt: new Date(at),
    })),
    openReviews: Number(row.open_reviews),
    withoutPerson: { ended: Number(row.ended), alone: Number(row.alone) },
    spentTodayMicros: row.spent,
  }))
}

function saidOf(stops: readonly Stop[], workspaceId: string, teamId: string): string | null {
  const stop = stopFor(stops, { workspaceId, teamId, agents: [] })
  return stop ? sayStop(stop) : null
}
