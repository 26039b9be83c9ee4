import pg from 'pg'
import { openDb } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { outage, patientLanes } from '@/server/db/away'
import { aliasKeys } from '@/server/engine/alias-key'
import { advance, type Driver } from '@/server/engine/advance'
import { Housekeeper } from '@/server/engine/housekeeping'
import { Pulse } from '@/server/engine/pulse'
import { WorkQueue } from '@/server/engine/queue'
import { StopGuard } from '@/server/engine/stop-guard'
import { beat, sweep } from '@/server/engine/sweep'
import { CountingStore, Tally } from '@/server/engine/tally'
import { settleTrials } from '@/server/engine/trials'
import { VersionCache } from '@/server/engine/versions'
import { wakeDue } from '@/server/engine/wake-due'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { createConnectors } from '@/server/connectors/connectors'
import { createModelPool } from '@/server/models/pool'
import { Sequencer } from '@/server/record/sequencer'
import { triggerTick } from '@/server/services/trigger/fire-due'
import { repeat } from './repeat'

const SEQUENCE_MS = 100
/** How long a worker that is told to stop waits for what is under way. */
const GRACE_MS = 20_000
/** For what was broken off to be handed over. */
const CUT_MS = 800
/** Whatever hangs then does not keep the process: what it leaves is taken over like that of any dead one. */
const GONE_MS = 21_900

/** One worker: drives runs, beats its lease, sweeps for the dead, and numbers the record when it may. */
export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  const settings = env()
  const id = newId('wrk')
  const db = openDb(settings.DATABASE_URL)
  let queue: WorkQueue | undefined
  const tally = new Tally()
  const concurrency = settings.BATON_WORKER_CONCURRENCY
  const pulse = new Pulse({ pool: db.pool, tally, concurrency, inFlight: () => queue?.inFlight ?? 0 })
  await beat(db, id, pulse.about())
  const aborted = new AbortController()
  const stops = new StopGuard(db)
  const connectors = createConnectors({ db })
  const driver: Driver = {
    engine: {
      db,
      store: new CountingStore(patientLanes(db.lanes, aborted.signal), tally),
      models: createModelPool({ db }),
      versions: new VersionCache(db),
      aliasKey: aliasKeys(settings.BATON_SECRET_KEY),
      connectors,
      stops,
    },
    signal: aborted.signal,
    kick: () => queue?.kick(),
    workerId: id,
    stillOwns: async (run, branch) => (await queue?.owns(run, branch)) ?? false,
  }
  const launched = (queue = await WorkQueue.launch({
    url: settings.DATABASE_URL,
    pool: db.pool,
    lanes: db.lanes,
    workerId: id,
    concurrency,
    advance: (run, branch, at) => advance(driver, run, branch, at),
    onStops: () => void stops.look(),
  }))
  const leaseMs = settings.BATON_LEASE_SECONDS * 1000
  const housekeeper = new Housekeeper(db, {
    retentionMs: settings.BATON_BRANCH_RETENTION_HOURS * 3_600_000,
  })
  const tasks = [
    repeat('beat', leaseMs / 3, () => outage.watch(() => beat(db, id, pulse.about()))),
    repeat('tally', leaseMs / 3, () => tally.flush(db.pool, id)),
    repeat('housekeeping', 1000, () => housekeeper.turn()),
    repeat('sweep', leaseMs / 3, () => sweep(db, launched, settings.BATON_LEASE_SECONDS)),
    repeat('triggers', 1000, triggerTick(db)),
    repeat('trials', 500, () => settleTrials(db)),
    repeat('wake', 1000, () => wakeDue(db.pool)),
  ]
  const sequencerPool = settings.SEQUENCER_DATABASE_URL
    ? new pg.Pool({ connectionString: settings.SEQUENCER_DATABASE_URL, max: 2 })
    : undefined
  if (sequencerPool) {
    sequencerPool.on('error', () => undefined)
    // One that is in use says so itself, and ends the process where nobody listens.
    sequencerPool.on('connect', (client) => client.on('error', () => undefined))
    const sequencer = new Sequencer(sequencerPool)
    tasks.push(repeat('sequence', SEQUENCE_MS, () => sequencer.sequence()))
  }
  log.info({ worker: id }, 'worker ready')
  return {
    stop: async () => {
      stops.leave()
      await launched.drain(GRACE_MS)
      stops.cut()
      await Promise.all(tasks.map((task) => task.stop()))
      await launched.close(CUT_MS)
      aborted.abort()
      pulse.stop()
      await tally.flush(db.pool, id).catch(() => undefined)
      await connectors.settle()
      await db.pool.query('delete from worker_lease where id = $1', [id]).catch(() => undefined)
      log.info({ worker: id }, 'worker stopped')
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
      setTimeout(() => process.exit(0), GONE_MS).unref()
      void worker.stop().finally(() => process.exit(0))
    })
  }
}
