import { createHash } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Db } from '@/server/db/client'

const WINDOW_SECONDS = 60
const PER_ACCOUNT = 5
const PER_ADDRESS = 20

interface Over {
  seconds: number
  /** Whether it is the first one refused in its window */
  first: boolean
}

const holder = globalThis as typeof globalThis & { batonAttempts?: Attempts }

/** Attempts to sign in, counted in the database, so that all processes share the count. */
export class Attempts {
  private readonly account: RateLimiterPostgres
  private readonly address: RateLimiterPostgres

  constructor({ pool }: Db) {
    const common = { storeClient: pool, storeType: 'pool', tableName: 'rate_limit', tableCreated: true }
    this.account = new RateLimiterPostgres({
      ...common,
      keyPrefix: 'signin-account',
      points: PER_ACCOUNT,
      duration: WINDOW_SECONDS,
    })
    this.address = new RateLimiterPostgres({
      ...common,
      keyPrefix: 'signin-address',
      points: PER_ADDRESS,
      duration: WINDOW_SECONDS,
    })
  }

  static of(db: Db): Attempts {
    return (holder.batonAttempts ??= new Attempts(db))
  }

  /**
   * Counts one attempt.
   * @returns nothing when it may go on; else the seconds to wait and whether this is the first one refused
   */
  async take(email: string, address: string): Promise<Over | undefined> {
    const results = await Promise.all([this.takeFrom(address), over(this.account, keyOf(email), PER_ACCOUNT)])
    const refused = results.filter((each) => each !== undefined)
    if (refused.length === 0) return undefined
    return {
      seconds: Math.max(...refused.map(({ seconds }) => seconds)),
      first: refused.some(({ first }) => first),
    }
  }

  /** Counts one attempt of an address, whoever it is for. */
  takeFrom(address: string): Promise<Over | undefined> {
    return over(this.address, keyOf(address), PER_ADDRESS)
  }

  /** A success clears the account's count; the address keeps its own. */
  async forgive(email: string): Promise<void> {
    await this.account.delete(keyOf(email))
  }
}

/** Neither addresses nor e-mails are kept in clear. */
const keyOf = (text: string) => createHash('sha256').update(text.toLowerCase()).digest('base64url')

async function over(limiter: RateLimiterPostgres, key: string, points: number): Promise<Over | undefined> {
  try {
    await limiter.consume(key)
    return undefined
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return {
      seconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
      first: refusal.consumedPoints === points + 1,
    }
  }
}
