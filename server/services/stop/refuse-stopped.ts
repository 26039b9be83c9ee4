import { BatonError } from '@/domain/problem'
import type { Db } from '@/server/db/client'
import { readStops, sayStop, stopFor, type Stop } from '@/server/engine/stops'

const FRESH_MS = 1000
const caches = new WeakMap<Db, Map<string, { at: number; stops: Promise<Stop[]> }>>()

const cacheOf = (db: Db) => {
  const cache = caches.get(db) ?? new Map<string, { at: number; stops: Promise<Stop[]> }>()
  caches.set(db, cache)
  return cache
}

/** A switch was turned in this process. */
export const forgetStops = (db: Db, workspaceId: string): void => void cacheOf(db).delete(workspaceId)

/**
 * A run of a stopped team, or in a stopped workspace, is not started: to hold it would let everything that a schedule or
 * a webhook gathered meanwhile loose at once. What a switch stops is known to within a second here; a run that slips
 * through is held at its first step.
 * @throws BatonError conflict, which says who stopped it, since when and why
 */
export async function refuseStopped(db: Db, workspaceId: string, teamId: string): Promise<void> {
  const cache = cacheOf(db)
  let known = cache.get(workspaceId)
  if (!known || Date.now() - known.at > FRESH_MS) {
    known = { at: Date.now(), stops: readStops(db, [workspaceId]).then(({ stops }) => stops) }
    cache.set(workspaceId, known)
    known.stops.catch(() => cache.delete(workspaceId))
  }
  const stop = stopFor(await known.stops, { workspaceId, teamId, agents: [] })
  if (stop) throw new BatonError('conflict', `${sayStop(stop)} No run starts until it is resumed.`)
}
