import { BatonError } from '@/domain/problem'
import type { Db } from '@/server/db/client'
import { KnownStops, sayStop, stopFor, type Stop } from '@/server/engine/stops'

const caches = new WeakMap<Db, KnownStops>()

function knownTo(db: Db): KnownStops {
  let known = caches.get(db)
  if (!known) caches.set(db, (known = new KnownStops(db)))
  return known
}

/** A switch was turned in this process. */
export const forgetStops = (db: Db, workspaceId: string): void => knownTo(db).forget(workspaceId)

/** The switch, known to within a second, for which no run of a team starts; undefined where one may. */
export const stopOf = async (db: Db, workspaceId: string, teamId: string): Promise<Stop | undefined> =>
  stopFor(await knownTo(db).of(workspaceId), { workspaceId, teamId, agents: [] })

/**
 * A run of a stopped team, or in a stopped workspace, is not started: to hold it would let everything that a schedule or
 * a webhook gathered meanwhile loose at once. What a switch stops is known to within a second here; a run that slips
 * through is held at its first step.
 * @throws BatonError conflict, which says who stopped it, since when and why
 */
export async function refuseStopped(db: Db, workspaceId: string, teamId: string): Promise<void> {
  const stop = await stopOf(db, workspaceId, teamId)
  if (stop) throw new BatonError('conflict', `${sayStop(stop)} No run starts until it is resumed.`)
}
