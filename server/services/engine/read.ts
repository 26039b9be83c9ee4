import { env } from '@/server/env'
import { authorize, type Context } from '@/server/services/context'
import { readDatabase, type DatabaseFigures } from './database'
import { readHousekeeping, type Chore } from './housekeeping'
import { readQueue, type QueueFigures } from './queue'
import { readThroughput, type Minute } from './throughput'
import { readWaits, type Wait } from './waits'
import { listWorkers, type Worker } from './workers'

export interface EngineFigures {
  /** Of the installation: processes and counts, nothing of what any workspace runs. */
  workers: Worker[]
  queue: QueueFigures
  database: DatabaseFigures
  housekeeping: Chore[]
  retentionHours: number
  leaseSeconds: number
  /** Of the caller's workspace. */
  waits: Wait[]
  minutes: Minute[]
}

/** How the engine is: who works, what is queued, what runs wait for, how much gets done. */
export async function readEngine(ctx: Context): Promise<EngineFigures> {
  const scope = await authorize(ctx, 'engine.read')
  const [workers, queue, waits, minutes, database, housekeeping] = await Promise.all([
    listWorkers(scope),
    readQueue(scope),
    readWaits(scope),
    readThroughput(scope),
    readDatabase(scope),
    readHousekeeping(scope),
  ])
  const { BATON_BRANCH_RETENTION_HOURS: retentionHours, BATON_LEASE_SECONDS: leaseSeconds } = env()
  return { workers, queue, database, housekeeping, retentionHours, leaseSeconds, waits, minutes }
}
