import { randomUUID } from 'node:crypto'
import type { Db } from '@/server/db/client'
import { log } from '@/server/log'
import { ConnectorError } from './connector-error'
import { Outcomes } from './outcomes'

/** What is known of a connection's breaker; at most two seconds old, as everything else about the connection. */
export interface KnownBreaker {
  id: string
  workspaceId: string
  name: string
  closed: boolean
  /** It had faults within the last minute: all outcomes count. */
  watched: boolean
}

/** How a call ended, for the breaker. `unknown`: it was called off, or never went out for a reason of ours. */
export type CallEnd = { is: 'well' } | { is: 'fault'; code: string } | { is: 'unknown' }

/**
 * The circuit breaker of connections (Nygard, Release It!, 2nd ed. 2018, "Circuit Breaker"; Fowler, "CircuitBreaker",
 * 2014), in Postgres for all workers: closed, open from half of at least five calls failed within a minute, after 15 s
 * half-open for one probe, closed again when that is answered. While it is closed it costs no round trip, so a worker
 * may learn of an open one up to two seconds late; the one probe is decided in the database.
 */
export class ConnectionBreakers {
  private readonly outcomes: Outcomes

  constructor(private readonly db: Pick<Db, 'pool'>) {
    this.outcomes = new Outcomes(db.pool)
  }

  /**
   * @returns the probe's id when this call is the one that tries an open circuit again
   * @throws ConnectorError circuit_open: nothing was sent
   */
  async enter({ id, name, closed }: KnownBreaker, timeoutMs: number): Promise<string | undefined> {
    if (closed) return undefined
    const probe = randomUUID()
    const { rows } = await this.db.pool.query<{ wait_ms: number; probe: boolean }>({
      name: 'breaker_enter',
      text: 'select wait_ms, probe from breaker_enter($1, $2, $3)',
      values: [id, probe, timeoutMs],
    })
    const { wait_ms: waitMs = 0, probe: mine = false } = rows[0] ?? {}
    if (waitMs > 0) {
      const message = `${name} failed too often and is not called for now (open circuit). It is tried again in ${Math.ceil(waitMs / 1000)} s, or when an admin resets it.`
      throw new ConnectorError('circuit_open', message, false, waitMs)
    }
    return mine ? probe : undefined
  }

  /** @param probe as `enter` gave it */
  async ended(known: KnownBreaker, probe: string | undefined, end: CallEnd): Promise<void> {
    const { id, workspaceId, watched } = known
    if (end.is === 'well') this.outcomes.add(id)
    if (probe === undefined && end.is !== 'fault') {
      if (end.is === 'well' && watched) this.outcomes.tellSoon(id, workspaceId, 'connection')
      return
    }
    const fault = end.is === 'fault'
    const calls = end.is === 'unknown' ? 0 : this.outcomes.take(id) + (fault ? 1 : 0)
    try {
      await this.db.pool.query({
        name: 'breaker_note',
        text: 'select breaker_note($1, $2, $3, $4, $5, $6, $7)',
        values: [id, workspaceId, 'connection', calls, fault ? 1 : 0, fault ? end.code : null, probe],
      })
    } catch (err) {
      // The call's own outcome matters more; a probe that nobody heard of is given to another when its lease ends.
      log.warn({ err, connection: id }, 'the outcome of a call could not be told')
    }
  }
}
