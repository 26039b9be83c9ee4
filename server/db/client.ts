import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient, type Prisma } from '@/prisma/generated/client'
import { Lanes } from './lanes'
import { PreparingClient } from './preparing-client'

/** Prisma for everything but the engine's hot path, which calls SQL functions with prepared statements. */
export interface Db {
  prisma: PrismaClient
  pool: pg.Pool
  /** For single statements of the hot path. */
  lanes: Lanes
  close(): Promise<void>
}

export type Tx = Prisma.TransactionClient

/**
 * Opens one pool and a Prisma client on it.
 * @param url the application role's connection string
 * @param max connections at most; more than some four a core of the server only crowd its caches
 */
export function openDb(url: string, max = 10): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: 30_000,
    Client: PreparingClient as unknown as typeof pg.Client,
  })
  // An idle connection that the server closes must not end the process: the next query opens another.
  pool.on('error', () => undefined)
  // Nor one that is closed while it is lent out: whoever uses it is told by their statement.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
  const lanes = new Lanes(url)
  return {
    prisma,
    pool,
    lanes,
    async close() {
      await prisma.$disconnect()
      await lanes.close()
      await pool.end()
    },
  }
}
