import type { Actor } from '@/domain/actor'
import { outage } from '@/server/db/away'
import type { Db } from '@/server/db/client'
import { log } from '@/server/log'

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

/** What is known of the switches is never older than this where something is under way or begins. */
export const FRESH_MS = 1000

/** The switches that are off, by workspace: read once for all who ask within a second. */
export class KnownStops {
  private readonly known = new Map<string, { at: number; stops: Promise<Stop[]> }>()

  constructor(private readonly db: Pick<Db, 'lanes'>) {}

  of(workspaceId: string): Promise<Stop[]> {
    const known = this.known.get(workspaceId)
    if (known && Date.now() - known.at <= FRESH_MS) return known.stops
    const stops = readStops(this.db, [workspaceId]).then((read) => read.stops)
    this.known.set(workspaceId, { at: Date.now(), stops })
    stops.catch(() => this.known.delete(workspaceId))
    return stops
  }

  /** @param at when they were asked for */
  put(workspaceId: string, stops: Stop[], at: number): void {
    this.known.set(workspaceId, { at, stops: Promise.resolve(stops) })
  }

  /** A switch of it was turned. */
  forget(workspaceId: string): void {
    this.known.delete(workspaceId)
  }

  clear(): void {
    this.known.clear()
  }
}

/**
 * The widest switch that stops this work; undefined when it may go on.
 * @param work with `callers`, the teams it is done for: what a team's runs called stops with that team
 */
export function stopFor(
  stops: readonly Stop[],
  work: { workspaceId: string; teamId: string; agents: readonly string[]; callers?: readonly string[] },
): Stop | undefined {
  const here = stops.filter(({ workspaceId }) => workspaceId === work.workspaceId)
  return (
    here.find(({ scope }) => scope === 'workspace') ??
    here.find(({ scope, subject }) => scope === 'team' && subject === work.teamId) ??
    here.find(({ scope, subject }) => scope === 'team' && work.callers?.includes(subject)) ??
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
  await db.pool.query(`select pg_notify('${STOPS_CHANNEL}', '')`).catch((error: unknown) => {
    if (!outage.note(error)) log.error({ err: error }, 'workers could not be told of a kill switch')
  })
}
