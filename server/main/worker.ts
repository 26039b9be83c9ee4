import pg from 'pg'
import { openDb } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { advance, type Driver } from '@/server/engine/advance'
import { AgentGuard } from '@/server/engine/agent-guard'
import { Housekeeper } from '@/server/engine/housekeeping'
import { Pulse } from '@/server/engine/pulse'
import { DurableQueue } from '@/server/engine/queue'
import { beat, sweep } from '@/server/engine/sweep'
import { CountingStore, Tally } from '@/server/engine/tally'
import { VersionCache } from '@/server/engine/versions'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { createConnectors } from '@/server/connectors/connectors'
import { createModelPool } from '@/server/models/pool'
import { Sequencer } from '@/server/record/sequencer'
import { repeat } from './repeat'

const SEQUENCE_MS = 100
const GRACE_MS = 20_000

/** One worker: drives runs, beats its lease, sweeps for the dead, and numbers the record when it may. */
export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  const settings = env()
  const id = newId('wrk')
  const db = openDb(settings.DATABASE_URL)
  let queue: DurableQueue | undefined
  const tally = new Tally()
  const concurrency = settings.BATON_WORKER_CONCURRENCY
  const pulse = new Pulse({ pool: db.pool, tally, concurrency, inFlight: () => queue?.inFlight ?? 0 })
  await beat(db, id, pulse.about())
  const aborted = new AbortController()
  const driver: Driver = {
    engine: {
      db,
      store: new CountingStore(db.lanes, tally),
      models: createModelPool({ db }),
      connectors: createConnectors({ db }),
      agents: new AgentGuard(db),
    },
    versions: new VersionCache(db),
    signal: aborted.signal,
    kick: () => queue?.kick(),
    stillOwns: async (workflowId) => (await queue?.owns(workflowId)) ?? false,
  }
  const launched = (queue = await DurableQueue.launch({
    url: settings.DATABASE_URL,
    pool: db.pool,
    executorId: id,
    concurrency,
    advance: (run, branch, workflowId) => advance(driver, run, branch, workflowId),
  }))
  const leaseMs = settings.BATON_LEASE_SECONDS * 1000
  const housekeeper = new Housekeeper(db, {
    prune: (before, limit) => launched.prune(before, limit),
    retentionMs: settings.BATON_QUEUE_RETENTION_HOURS * 3_600_000,
  })
  const tasks = [
    repeat('beat', leaseMs / 3, () => beat(db, id, pulse.about())),
    repeat('tally', leaseMs / 3, () => tally.flush(db.pool, id)),
    repeat('housekeeping', 1000, () => housekeeper.turn()),
    repeat('sweep', leaseMs / 3, () => sweep(db, launched, settings.BATON_LEASE_SECONDS)),
  ]
  const sequencerPool = settings.SEQUENCER_DATABASE_URL
    ? new pg.Pool({ connectionString: settings.SEQUENCER_DATABASE_URL, max: 2 })
    : undefined
  if (sequencerPool) {
    sequencerPool.on('error', () => undefined)
    const sequencer = new Sequencer(sequencerPool)
    tasks.push(repeat('sequence', SEQUENCE_MS, () => sequencer.sequence()))
  }
  log.info({ worker: id }, 'worker ready')
  return {
    stop: async () => {
      await launched.close(GRACE_MS)
      aborted.abort()
      await Promise.all(tasks.map((task) => task.stop()))
      pulse.stop()
      await tally.flush(db.pool, id).catch(() => undefined)
      await db.pool.query('delete from worker_lease where id = $1', [id]).catch(() => undefined)
      await sequencerPool?.end()
      await db.close()
    },
  }
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const worker = await startWorker()
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      void worker.stop().finally(() => process.exit(0))
    })
  }
}
