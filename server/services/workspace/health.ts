import type { Db } from '@/server/db/client'
import { outage } from '@/server/db/away'
import { env } from '@/server/env'
import { log } from '@/server/log'

export interface Health {
  status: 'ok' | 'down'
  /** What is not well, in words. */
  because: string[]
  database: 'ok' | 'unreachable'
  /** Since when it is unreachable, as this process has met it. */
  databaseAwaySince: string | null
  /** Seconds since the liveliest worker was seen; null when none ever was. */
  worker: { status: 'ok' | 'stale' | 'none'; leaseAge: number | null }
  /** For how many seconds the work has stood ready that nobody has taken yet; null when there is none. */
  queue: { oldestSeconds: number | null }
  sequencer: { unnumbered: number; oldestSeconds: number | null; lastCheckpointAt: string | null }
}

/** An entry that waits longer than this for its number means that nobody numbers. */
const LATE_SECONDS = 30

/** How the installation is, for whoever watches it. Asks for no one's permission and tells nothing about the work. */
export async function readHealth(db: Db): Promise<Health> {
  const begun = Date.now()
  try {
    const [row] = await db.prisma.$queryRaw<
      {
        age: number | null
        ready: number | null
        unnumbered: number
        oldest: number | null
        checkpoint: Date | null
      }[]
    >`
      SELECT (SELECT extract(epoch FROM now() - max(seen_at))::float8 FROM worker_lease) AS age,
             (SELECT extract(epoch FROM now() - min(ready_at))::float8 FROM branch
                WHERE status = 'ready' AND driver IS NULL AND held_by IS NULL AND ready_at <= now()) AS ready,
             (SELECT count(*)::int FROM record_entry WHERE seq IS NULL) AS unnumbered,
             (SELECT extract(epoch FROM now() - min(at))::float8 FROM record_entry WHERE seq IS NULL) AS oldest,
             (SELECT max(at) FROM record_checkpoint) AS checkpoint`
    outage.answered(begun)
    const age = row?.age ?? null
    const worker = age === null ? 'none' : age > env().BATON_LEASE_SECONDS * 2 ? 'stale' : 'ok'
    const oldest = row?.oldest ?? null
    const because = [
      worker === 'none' && 'No worker has started.',
      worker === 'stale' && `No worker has been seen for ${Math.round(age ?? 0)} seconds.`,
      oldest !== null &&
        oldest > LATE_SECONDS &&
        `The record has not been numbered for ${Math.round(oldest)} seconds.`,
    ].filter((line) => line !== false)
    return {
      status: because.length ? 'down' : 'ok',
      because,
      database: 'ok',
      databaseAwaySince: null,
      worker: { status: worker, leaseAge: age === null ? null : Math.round(age * 10) / 10 },
      queue: { oldestSeconds: rounded(row?.ready ?? null) },
      sequencer: {
        unnumbered: row?.unnumbered ?? 0,
        oldestSeconds: rounded(oldest),
        lastCheckpointAt: row?.checkpoint?.toISOString() ?? null,
      },
    }
  } catch (error) {
    if (!outage.note(error)) log.error({ err: error }, 'health: the database does not answer')
    return {
      status: 'down',
      because: ['The database does not answer.'],
      database: 'unreachable',
      databaseAwaySince: outage.since?.toISOString() ?? null,
      worker: { status: 'none', leaseAge: null },
      queue: { oldestSeconds: null },
      sequencer: { unnumbered: 0, oldestSeconds: null, lastCheckpointAt: null },
    }
  }
}

const rounded = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds))
