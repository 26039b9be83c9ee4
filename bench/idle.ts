// What a worker costs that has nothing to do, how soon work begins, what parked runs cost, and how soon the work of a
// killed worker goes on: `npm --prefix bench run idle -- [PARKED]`. Each figure stands beside its limit.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { saying } from '@/server/engine/testing/engine-bench'
import { startInstallation, type RealWorker } from '@/server/main/testing/installation'
import { startCluster } from './cluster'

const PARKED = Number(process.argv[2] ?? 20_000)
const STARTS = 200
const IDLE_S = 20
const TAKEOVERS = 5

const cluster = await startCluster()
const { admin, app } = await cluster.baton('idle')
const baton = await startInstallation(app)
const watcher = new pg.Client({ connectionString: admin })
await watcher.connect()
try {
  baton.server.script('m-one', saying({ deal_id: 'D-1', amount: 10 }))
  const first = baton.worker()
  await first.ready
  // One more than what a fresh process does once: connections, prepared statements, the version.
  await baton.start()
  await sleep(3000)

  const idle = await statementsPerSecond()
  const begun = await firstSteps()

  const beforeMb = rssMb(first)
  await park()
  await sleep(3000)
  const parked = { statements: await statementsPerSecond(), growthMb: rssMb(first) - beforeMb }

  const takeOver = await takeOvers(first)
  const rows = [
    ['enqueue to first step, p50 ms', begun.p50, 15],
    ['statements a second, idle', idle, 30],
    [`statements a second, ${PARKED} runs parked`, parked.statements, 20],
    [`memory a worker grows by, ${PARKED} runs parked, MB`, parked.growthMb, 50],
    ['work of a killed worker goes on, worst of ' + TAKEOVERS + ', s', Math.max(...takeOver), 10],
  ] as const
  for (const [what, found, limit] of rows)
    console.log(
      `${what.padEnd(62)} ${found.toFixed(1).padStart(8)}   limit ${limit}   ${(found / limit).toFixed(2)}×`,
    )
  console.log(
    `p95 of the first step ${begun.p95.toFixed(1)} ms; take-overs ${takeOver.map((s) => s.toFixed(1)).join(', ')} s`,
  )
  const results = join(import.meta.dirname, 'results')
  mkdirSync(results, { recursive: true })
  const file = {
    at: new Date(),
    cores: cpus().length,
    parked: PARKED,
    idle,
    begun,
    parkedCost: parked,
    takeOver,
  }
  writeFileSync(join(results, 'idle.json'), `${JSON.stringify(file, null, 2)}\n`)
  if (rows.some(([, found, limit]) => found > limit)) process.exitCode = 1
} finally {
  await watcher.end()
  await baton.close()
  await cluster.close()
}

/** Transactions of Baton's logins: each statement of a worker is one, but for the few that stand in one together. */
async function statementsPerSecond(): Promise<number> {
  const count = async () => {
    // What a backend has counted is told at its leisure; a second later it is there.
    await sleep(1500)
    const { rows } = await watcher.query<{ count: number }>(
      "select (xact_commit + xact_rollback)::float8 count from pg_stat_database where datname = 'idle'",
    )
    return rows[0]?.count ?? 0
  }
  const before = await count()
  const from = performance.now()
  await sleep(IDLE_S * 1000)
  const after = await count()
  return (after - before) / ((performance.now() - from) / 1000)
}

function rssMb({ process: { pid } }: RealWorker): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1024
}

/** One run at a time, from being enqueued to the beginning of its first step, in milliseconds of the machine's clock. */
async function firstSteps(): Promise<{ p50: number; p95: number }> {
  const ids: string[] = []
  for (let i = 0; i < STARTS; i++) {
    ids.push(await baton.start())
    await sleep(60)
  }
  await sleep(1000)
  const { rows } = await watcher.query<{ ms: number }>(
    `select extract(epoch from s.started_at - r.created_at)::float8 * 1000 ms
       from run r join step s on s.run_id = r.id and s.node = 'draft' and s.attempt = 0 where r.id = any($1) order by 1`,
    [ids],
  )
  const at = (share: number) => Math.max(0, rows[Math.floor(share * (rows.length - 1))]?.ms ?? Infinity)
  return { p50: at(0.5), p95: at(0.95) }
}

/** Copies of a run that waits for a person, row by row. */
async function park(): Promise<void> {
  baton.server.script('m-one', saying({ deal_id: 'D-1', amount: 5000 }))
  const id = await baton.start()
  for (let waiting = false; !waiting; await sleep(50)) {
    const { rows } = await watcher.query<{ status: string }>('select status from run where id = $1', [id])
    waiting = rows[0]?.status === 'waiting'
  }
  const tables = { run: 'id', branch: 'run_id', step: 'run_id', state_version: 'run_id', review: 'run_id' }
  for (const [table, key] of Object.entries(tables)) {
    const own = table === 'review' ? ` || jsonb_build_object('id', t.id || ':' || i)` : ''
    await watcher.query(
      `insert into ${table} select (jsonb_populate_record(t, to_jsonb(t) || jsonb_build_object('${key}', t.${key} || ':' || i)${own})).*
         from ${table} t, generate_series(1, $2::int) i where t.${key} = $1`,
      [id, PARKED],
    )
  }
  await watcher.query('analyze')
}

/** Seconds from kill -9 of the worker that drives a step to another worker's claim of it. */
async function takeOvers(standing: RealWorker): Promise<number[]> {
  const seconds: number[] = []
  let victim = standing
  for (let i = 0; i < TAKEOVERS; i++) {
    baton.server.script('m-one', { hang: 'before headers' })
    const id = await baton.start()
    const driver = async () => {
      const { rows } = await watcher.query<{ driver: string | null }>(
        'select driver from branch where run_id = $1',
        [id],
      )
      return rows[0]?.driver ?? null
    }
    let own = await driver()
    for (; own === null; own = await driver()) await sleep(10)
    const next = baton.worker()
    await next.ready
    // The beat that is nearest to its end or its beginning: whichever comes.
    await sleep(200 + Math.random() * 2000)
    const died = performance.now()
    victim.process.kill('SIGKILL')
    for (let now: string | null = own; now === own || now === null; now = await driver()) await sleep(20)
    seconds.push((performance.now() - died) / 1000)
    victim = next
  }
  return seconds
}
