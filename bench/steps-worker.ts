// Our side: one worker with the real queue, engine, record and budgets. Only the model answers at once, behind the
// pool's port, unless BENCH_MODEL names an endpoint.
import type { Envelope } from '@/domain/run/step'
import { openDb } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createConnectors } from '@/server/connectors/connectors'
import { aliasKeys } from '@/server/engine/alias-key'
import { advance, type Driver } from '@/server/engine/advance'
import { StopGuard } from '@/server/engine/stop-guard'
import { WorkQueue } from '@/server/engine/queue'
import { RunStore, type Committed } from '@/server/engine/store'
import { VersionCache } from '@/server/engine/versions'
import { createModelPool, type ModelPool } from '@/server/models/pool'
import { Sequencer } from '@/server/record/sequencer'
import { repeat } from '@/server/main/repeat'
import pg from 'pg'

const url = process.env['BENCH_URL'] ?? ''
const db = openDb(url)
const answer: Envelope = {
  output: { note: 'x'.repeat(200), amount: 12 },
  rationale: 'Answers at once.',
  confidence: 0.9,
  alternatives: [],
  evidence: [],
  claims: [],
}
const text = JSON.stringify(answer)

const instant: ModelPool = {
  ask: () =>
    Promise.resolve({
      answer: { kind: 'text', text },
      settle: [],
      calls: [
        {
          id: newId('call'),
          model: 'instant',
          provider: 'bench',
          sandbox: true,
          purpose: 'answer',
          result: 'fits',
          tokensIn: 100,
          tokensOut: 80,
          costMicros: '0',
          ms: 0,
        },
      ],
    }),
}

/** Tells the parent when a run is over. */
class TellingStore extends RunStore {
  override async commit(...args: Parameters<RunStore['commit']>): Promise<Committed> {
    const committed = await super.commit(...args)
    if (committed.status === 'done' || committed.status === 'failed')
      process.send?.({ done: args[0].id, status: committed.status })
    return committed
  }
}

const workerId = newId('wrk')
const driver: Driver = {
  engine: {
    db,
    store: new TellingStore(db.lanes),
    stops: new StopGuard(db),
    versions: new VersionCache(db),
    aliasKey: aliasKeys(Buffer.alloc(32).toString('base64')),
    connectors: createConnectors({ db }),
    models: process.env['BENCH_MODEL'] === 'http' ? createModelPool({ db }) : instant,
  },
  signal: new AbortController().signal,
  kick: () => queue.kick(),
  workerId,
  stillOwns: (run, branch) => queue.owns(run, branch),
}
const queue: WorkQueue = await WorkQueue.launch({
  url,
  pool: db.pool,
  lanes: db.lanes,
  workerId,
  concurrency: 100,
  advance: (run, branch, at) => advance(driver, run, branch, at),
})
await db.pool.query('insert into worker_lease(id) values ($1)', [workerId])
const sequencer = new Sequencer(new pg.Pool({ connectionString: process.env['BENCH_SEQUENCER_URL'], max: 1 }))
repeat('sequence', 100, () => sequencer.sequence())
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })
