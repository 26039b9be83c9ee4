import { workerAboutSchema, type WorkerAbout } from '@/server/engine/worker-about'
import { env } from '@/server/env'
import type { Scope } from '@/server/services/context'

export interface Worker extends WorkerAbout {
  id: string
  startedAt: Date
  seenAt: Date
  /** Its lease has run out: others take over what it had. */
  lost: boolean
  /** How many branches others took over from it, and when they last did. */
  takenOver: number
  takenOverAt: Date | null
}

interface Row {
  id: string
  startedAt: Date
  seenAt: Date
  lost: boolean
  takenOver: number
  takenOverAt: Date | null
  about: unknown
}

/** Every worker of the installation that runs, and those that were lost within a day; the longest running first. */
export async function listWorkers({ db }: Scope): Promise<Worker[]> {
  const rows = await db.prisma.$queryRaw<Row[]>`
    SELECT id, started_at AS "startedAt", seen_at AS "seenAt", about, taken_over AS "takenOver",
           taken_over_at AS "takenOverAt",
           seen_at < now() - make_interval(secs => ${env().BATON_LEASE_SECONDS}::float8) AS lost
      FROM worker_lease WHERE seen_at > now() - interval '1 day'
     ORDER BY lost, started_at, id
     LIMIT 200`
  return rows.map(({ about, ...row }) => ({ ...row, ...workerAboutSchema.parse(about ?? {}) }))
}
