import type { Scope } from '@/server/services/context'

export interface DatabaseFigures {
  /** Connections to the whole server, and how many it takes. */
  connections: number
  most: number
  /** Of this database, bytes. */
  size: bigint
  /** Transactions of this database since its statistics began: two readings tell how many there are a second. */
  transactions: bigint
  at: Date
}

/** How much of the PostgreSQL server is in use. */
export async function readDatabase({ db }: Scope): Promise<DatabaseFigures> {
  const [row] = await db.prisma.$queryRaw<DatabaseFigures[]>`
    SELECT sum(numbackends)::int AS connections, current_setting('max_connections')::int AS most,
           pg_database_size(current_database()) AS size, clock_timestamp() AS at,
           coalesce(max(xact_commit + xact_rollback) FILTER (WHERE datname = current_database()), 0) AS transactions
      FROM pg_stat_database`
  if (!row) throw new Error('PostgreSQL tells nothing of its databases')
  return row
}
