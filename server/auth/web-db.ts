import { openDb, type Db } from '@/server/db/client'
import { env } from '@/server/env'

const holder = globalThis as typeof globalThis & { batonWebDb?: Db }

/** The web process's one pool; it survives reloads of modules in development. */
export function webDb(): Db {
  return (holder.batonWebDb ??= openDb(env().DATABASE_URL))
}
