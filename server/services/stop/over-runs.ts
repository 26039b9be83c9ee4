import { Callers } from '@/server/engine/callers'
import { readStops, sayStop, stopFor, type Stop } from '@/server/engine/stops'
import type { Db } from '@/server/db/client'

const caches = new WeakMap<Db, Callers>()

function callersOf(db: Db): Callers {
  let callers = caches.get(db)
  if (!callers) caches.set(db, (callers = new Callers(db)))
  return callers
}

/** `The team Sales is stopped by …: too dear. The answer counts, and the run goes on once it is resumed.` */
export const sayAnswered = (stop: Stop): string =>
  `${sayStop(stop)} The answer counts, and the run goes on once it is resumed.`

/**
 * The switch at which each of these runs would be held if it moved now: for those that wait for a person, whose question
 * stays open while they are stopped. An agent's counts where its own step is what is asked about. Called by services that
 * have asked for run.read or review.read.
 */
export async function stopsOver(db: Db, runIds: readonly string[]): Promise<Map<string, Stop>> {
  if (runIds.length === 0) return new Map()
  const runs = await db.prisma.run.findMany({
    where: { id: { in: [...runIds] } },
    select: { id: true, workspaceId: true, teamId: true },
  })
  const { stops } = await readStops(db, [...new Set(runs.map(({ workspaceId }) => workspaceId))])
  if (stops.length === 0) return new Map()
  const has = (scope: Stop['scope']) => stops.some((stop) => stop.scope === scope)
  const [callers, asked] = await Promise.all([
    has('team') ? callersOf(db).of(runIds) : new Map<string, readonly string[]>(),
    has('agent') ? askedAgents(db, runIds) : [],
  ])
  return new Map(
    runs.flatMap(({ id, workspaceId, teamId }) => {
      const agents = asked.filter(({ run }) => run === id).map(({ agent }) => agent)
      const stop = stopFor(stops, { workspaceId, teamId, agents, callers: callers.get(id) ?? [] })
      return stop ? [[id, stop] as const] : []
    }),
  )
}

/** The agents about whose steps a person is asked. */
const askedAgents = (db: Db, runIds: readonly string[]) =>
  db.prisma.$queryRaw<{ run: string; agent: string }[]>`
    SELECT r.id AS run, v.bundle #>> ARRAY['nodes', w.node, 'agent'] AS agent
      FROM review w JOIN run r ON r.id = w.run_id JOIN team_version v ON v.id = r.version_id
     WHERE w.run_id = ANY(${runIds}) AND w.status = 'open'
       AND v.bundle #>> ARRAY['nodes', w.node, 'agent'] IS NOT NULL`
