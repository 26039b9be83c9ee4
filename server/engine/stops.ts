import type { Actor } from '@/domain/actor'
import type { Db } from '@/server/db/client'

export type StopScope = 'workspace' | 'team' | 'agent'

/** A switch that is off. */
export interface Stop {
  scope: StopScope
  workspaceId: string
  /** The agent's slug, the team's id or the workspace's. */
  subject: string
  name: string
  by: Actor | null
  reason: string
  since: Date
}

/** What workers and the console ask: every switch that is off in these workspaces, and which of these runs are over. */
export async function readStops(
  db: Pick<Db, 'lanes'>,
  workspaceIds: readonly string[],
  runIds: readonly string[] = [],
): Promise<{ stops: Stop[]; over: Set<string> }> {
  const { rows } = await db.lanes.query<Stop | (Omit<Stop, 'scope'> & { scope: 'run' })>({
    name: 'read_stops',
    text: READ_STOPS,
    values: [workspaceIds, runIds],
  })
  const over = new Set(rows.filter(({ scope }) => scope === 'run').map(({ subject }) => subject))
  return { stops: rows.filter((row): row is Stop => row.scope !== 'run'), over }
}

const READ_STOPS = `
  select 'workspace' scope, id "workspaceId", id subject, name, stopped_by "by", coalesce(stop_reason, '') reason, stopped_at since
    from workspace where id = any($1) and stopped_at is not null
  union all
  select 'team', workspace_id, id, name, stopped_by, coalesce(stop_reason, ''), stopped_at
    from team where workspace_id = any($1) and stopped_at is not null
  union all
  select 'agent', workspace_id, slug, definition->>'name', stopped_by, coalesce(stop_reason, ''), stopped_at
    from agent where workspace_id = any($1) and stopped_at is not null
  union all
  select 'run', workspace_id, id, '', null, '', ended_at
    from run where id = any($2) and status in ('done', 'failed', 'cancelled')`

/** The widest switch that stops this work; undefined when it may go on. */
export function stopFor(
  stops: readonly Stop[],
  work: { workspaceId: string; teamId: string; agents: readonly string[] },
): Stop | undefined {
  const here = stops.filter(({ workspaceId }) => workspaceId === work.workspaceId)
  return (
    here.find(({ scope }) => scope === 'workspace') ??
    here.find(({ scope, subject }) => scope === 'team' && subject === work.teamId) ??
    here.find(({ scope, subject }) => scope === 'agent' && work.agents.includes(subject))
  )
}

/** `The team Sales is stopped by Ada Example since 2026-11-22 10:04 UTC: too dear.` */
export function sayStop({ scope, name, by, since, reason }: Stop): string {
  const who = by ? ` by ${by.name}` : ''
  const when = `${since.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return `The ${scope} ${name} is stopped${who} since ${when}${reason ? `: ${reason.replace(/[.!?]+$/, '')}` : ''}.`
}

/** Workers and web servers listen here, and look at the switches and at the runs under way at once when told. */
export const STOPS_CHANNEL = 'baton_stops'

/** Tells all workers that a switch was turned or a run cancelled. If it is lost, they see it within a second. */
export async function tellWorkers(db: Pick<Db, 'pool'>): Promise<void> {
  await db.pool.query(`select pg_notify('${STOPS_CHANNEL}', '')`).catch(() => undefined)
}
