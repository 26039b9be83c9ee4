import { createHash } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { BatonError } from '@/domain/problem'
import type { Db } from '@/server/db/client'

/** How many a minute one address may send to one trigger or event source. */
const POINTS = { hook: 600, form: 20 } as const
const WINDOW_SECONDS = 60

const limiters = new WeakMap<Db, Record<keyof typeof POINTS, RateLimiterPostgres>>()

/**
 * Counts one request of an address to one of them, in the database, so that all processes share the count.
 * @throws BatonError rate_limited
 */
export async function takeRate(
  db: Db,
  kind: keyof typeof POINTS,
  receiver: string,
  address: string,
): Promise<void> {
  let mine = limiters.get(db)
  if (!mine) limiters.set(db, (mine = { hook: limiterOf(db, 'hook'), form: limiterOf(db, 'form') }))
  try {
    // Addresses are not kept in clear.
    await mine[kind].consume(createHash('sha256').update(`${receiver} ${address}`).digest('base64url'))
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    throw new BatonError('rate_limited', `Too many at once. Try again in ${seconds} s.`, [], seconds)
  }
}

const limiterOf = ({ pool }: Db, kind: keyof typeof POINTS): RateLimiterPostgres =>
  new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: `trigger-${kind}`,
    points: POINTS[kind],
    duration: WINDOW_SECONDS,
  })
