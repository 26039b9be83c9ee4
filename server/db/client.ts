import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient, type Prisma } from '@/prisma/generated/client'

/** Prisma for everything but the engine's hot path, which calls SQL functions on the same pool with prepared statements. */
export interface Db {
  prisma: PrismaClient
  pool: pg.Pool
  close(): Promise<void>
}

export type Tx = Prisma.TransactionClient

/**
 * Opens one pool and a Prisma client on it.
 * @param url the application role's connection string
 * @param max connections at most
 */
export function openDb(url: string, max = 20): Db {
  const pool = new pg.Pool({ connectionString: url, max, idleTimeoutMillis: 30_000 })
  // An idle connection that the server closes must not end the process: the next query opens another.
  pool.on('error', () => undefined)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
