import type { Db } from '@/server/db/client'
import { readStops, sayStop, type Stop } from '@/server/engine/stops'

/** Where a run stands still, at which switch, and that in a sentence. */
export interface HeldAt {
  node: string
  iteration: number
  since: Date
  scope: Stop['scope']
  says: string
}

/** What holds a run, one row for each branch that stands still. */
export async function holdsOf(db: Db, run: { id: string; workspaceId: string }): Promise<HeldAt[]> {
  const held = await db.prisma.branch.findMany({
    where: { runId: run.id, status: 'ready', heldBy: { not: null } },
    select: { node: true, iteration: true, heldBy: true, heldAt: true },
  })
  if (!held.length) return []
  const { stops } = await readStops(db, [run.workspaceId])
  return held.flatMap(({ node, iteration, heldBy, heldAt }) => {
    const stop = stops.find(({ scope, subject }) => `${scope}:${subject}` === heldBy)
    // It was turned on just now: the run goes on within a moment.
    return stop
      ? [{ node, iteration, since: heldAt ?? stop.since, scope: stop.scope, says: sayStop(stop) }]
      : []
  })
}
