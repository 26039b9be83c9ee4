import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'

/**
 * Days and months are the database's, which may know fewer zones than the platform: one that it does not know would stop
 * every query that asks for them. @throws BatonError invalid
 */
export async function refuseUnknownZone(tx: Tx, timeZone: string): Promise<void> {
  const known = await tx.$queryRaw<unknown[]>`SELECT 1 FROM pg_timezone_names WHERE name = ${timeZone}`
  if (known.length > 0) return
  throw new BatonError('invalid', 'The database does not know this time zone.', [
    { pointer: '/timeZone', message: 'is not known to the database', expected: 'Europe/Berlin' },
  ])
}
