import type { Pool } from 'pg'
import { log } from '@/server/log'

const SLOT_MS = 10_000
const SLOTS = 6
const TELL_MS = 1000

/**
 * Calls that went well, for the error rate of a service's circuit breaker (`breaker_note` in the migrations). They are
 * counted here and told to the others only while a service has faults, together with the next fault or after a second:
 * a healthy service costs no statement.
 */
export class Outcomes {
  private readonly counts = new Map<string, Map<number, number>>()
  private readonly timers = new Map<string, NodeJS.Timeout>()

  constructor(private readonly pool: Pool) {}

  /** One call that went well. */
  add(id: string, now = Date.now()): void {
    const slot = Math.floor(now / SLOT_MS)
    const counts = this.counts.get(id) ?? new Map<number, number>()
    this.counts.set(id, counts.set(slot, (counts.get(slot) ?? 0) + 1))
    for (const old of counts.keys()) if (old <= slot - SLOTS) counts.delete(old)
  }

  /** How many went well in the last minute and are not told yet; from now on they count as told. */
  take(id: string, now = Date.now()): number {
    const oldest = Math.floor(now / SLOT_MS) - SLOTS
    let sum = 0
    for (const [slot, count] of this.counts.get(id) ?? []) if (slot > oldest) sum += count
    this.counts.delete(id)
    return sum
  }

  /** Tells them soon: the service had faults lately. */
  tellSoon(id: string, workspaceId: string, kind: 'model' | 'connection'): void {
    if (this.timers.has(id)) return
    const timer = setTimeout(() => {
      this.timers.delete(id)
      const calls = this.take(id)
      // At the end of a process there is nobody left to tell by.
      if (!calls || this.pool.ending) return
      this.pool
        .query({
          name: 'breaker_note',
          text: 'select breaker_note($1, $2, $3, $4, $5, $6, $7)',
          values: [id, workspaceId, kind, calls, 0, null, null],
        })
        .catch((err: unknown) => log.warn({ err, service: id }, 'outcomes could not be told'))
    }, TELL_MS)
    // What is untold at the end of a process is no loss: it would only have made the rate of faults lower.
    timer.unref()
    this.timers.set(id, timer)
  }
}
