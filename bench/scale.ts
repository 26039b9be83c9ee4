// What more workers give: 1, 2 and 4 real worker processes on one PostgreSQL, a model endpoint over HTTP that takes
// 50 ms, the same load for each. `npm run scale [SECONDS] [WORKERS,WORKERS…]`; see docs/scaling.md.
import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Envelope } from '@/domain/run/step'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import type { Context } from '@/server/services/context'
import { startRun } from '@/server/services/run/start'
import { startCluster } from './cluster'
import { cpuOf, cpuOfTree, parentOf } from './cpu'
import { fiveSteps, publish } from './five-steps'

const SECONDS = Number(process.argv[2] ?? 20)
const WORKERS = (process.argv[3] ?? '1,2,4').split(',').map(Number)
const LATENCY_MS = 50
const CONCURRENCY = 50
/** Runs in flight: more than the most workers can drive at a time, so that the workers are what limits. */
const LOAD = Math.round(CONCURRENCY * Math.max(...WORKERS) * 1.5)
/** Runs in flight where nothing limits: how long the way from the start to the first step is by itself. */
const LIGHT = 4
const LIGHT_SECONDS = Math.min(SECONDS, 5)
const WARM_MS = 2000
const here = import.meta.dirname

interface Share {
  postgres: number
  workers: number
  starter: number
  model: number
}

interface Measured {
  stepsPerSecond: number
  runsPerSecond: number
  /** From a run's start to its first step's, ms */
  loaded: { p50: number; p95: number }
  light: { p50: number; p95: number }
  /** Of all cores, 1 = everything */
  cpu: Share
}

const answer: Envelope = {
  output: { note: 'x'.repeat(200), amount: 12 },
  rationale: 'As scripted.',
  confidence: 0.9,
  alternatives: [],
  evidence: [],
  claims: [],
}

const tsx = ['--import', 'tsx']

async function startEndpoint(): Promise<{ child: ChildProcess; baseUrl: string }> {
  const env = { ...process.env, BENCH_LATENCY_MS: String(LATENCY_MS), BENCH_ANSWER: JSON.stringify(answer) }
  const child = fork(join(here, 'model-endpoint.ts'), [], { env, execArgv: tsx })
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { baseUrl: string }) => resolve(message.baseUrl))
    child.once('exit', (code) => reject(new Error(`the model endpoint ended with ${code}`)))
  })
  return { child, baseUrl }
}

/** Worker processes as `npm run worker` starts them, once each of them beats. */
async function startWorkers(db: Db, count: number, urls: { app: string; sequencer: string }) {
  const env = {
    ...process.env,
    DATABASE_URL: urls.app,
    SEQUENCER_DATABASE_URL: urls.sequencer,
    BATON_WORKER_CONCURRENCY: String(CONCURRENCY),
    LOG_LEVEL: 'warn',
  }
  const children = Array.from({ length: count }, () =>
    fork(join(here, '../server/main/worker.ts'), [], { env, execArgv: tsx, stdio: 'inherit' }),
  )
  for (const until = Date.now() + 60_000; ; await sleep(100)) {
    if ((await db.prisma.workerLease.count()) >= count) break
    if (Date.now() > until || children.some(({ exitCode }) => exitCode !== null))
      throw new Error('the workers did not come up')
  }
  // The lease is taken before the queue is listened to.
  await sleep(1500)
  return children
}

async function stopAll(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    children.map(
      (child) =>
        new Promise<void>((resolve) => {
          if (child.exitCode !== null) return resolve()
          child.once('exit', () => resolve())
          child.kill('SIGTERM')
          setTimeout(() => child.kill('SIGKILL'), 25_000).unref()
        }),
    ),
  )
}

/** Keeps `level` runs in flight until `done`; what is over is asked for by its id, twenty times a second. */
async function keepInFlight(ctx: Context, level: number, done: () => boolean): Promise<void> {
  const inFlight = new Set<string>()
  while (!done()) {
    const begun = await Promise.all(
      Array.from({ length: level - inFlight.size }, () =>
        startRun(ctx, { team: 'five', input: { note: 'x'.repeat(200), amount: 12 } }),
      ),
    )
    for (const { id } of begun) inFlight.add(id)
    await sleep(50)
    const { rows } = await ctx.db.pool.query<{ id: string; status: string }>({
      name: 'over',
      text: "select id, status from run where id = any($1) and status not in ('queued', 'running')",
      values: [[...inFlight]],
    })
    for (const { id, status } of rows) {
      if (status !== 'done') throw new Error(`run ${id} is ${status}`)
      inFlight.delete(id)
    }
  }
  // What is still under way belongs to nobody's measurement.
  for (const until = Date.now() + 60_000; inFlight.size > 0 && Date.now() < until; await sleep(100)) {
    const { rows } = await ctx.db.pool.query<{ id: string }>(
      "select id from run where id = any($1) and status not in ('queued', 'running')",
      [[...inFlight]],
    )
    for (const { id } of rows) inFlight.delete(id)
  }
}

async function firstStep(db: Db, from: Date, to: Date): Promise<{ p50: number; p95: number }> {
  const { rows } = await db.pool.query<{ p50: number | null; p95: number | null }>(
    `select percentile_cont(0.5) within group (order by ms) p50, percentile_cont(0.95) within group (order by ms) p95
       from (select extract(epoch from min(s.started_at) - r.created_at)::float8 * 1000 ms
               from run r join step s on s.run_id = r.id and s.kind = 'agent'
              where r.created_at between $1 and $2 group by r.id, r.created_at) first`,
    [from, to],
  )
  const round = (ms: number | null | undefined) => Number((ms ?? NaN).toFixed(1))
  return { p50: round(rows[0]?.p50), p95: round(rows[0]?.p95) }
}

const cluster = await startCluster()
const endpoint = await startEndpoint()
const results: Record<number, Measured> = {}
try {
  for (const count of WORKERS) results[count] = await measure(count)
  report()
} finally {
  endpoint.child.removeAllListeners('exit')
  endpoint.child.kill()
  await cluster.close()
}

/** On a database of its own, so that no count finds the tables fuller than another. */
async function measure(count: number): Promise<Measured> {
  const urls = await cluster.baton(`scale_${count}`)
  const db = openDb(urls.app)
  let workers: ChildProcess[] = []
  try {
    const ctx = await publish(db, fiveSteps())
    await addModel(db, ctx.workspace?.id ?? '', endpoint.baseUrl)
    const { rows } = await db.pool.query<{ pid: number }>('select pg_backend_pid() pid')
    const postmaster = parentOf(rows[0]?.pid ?? 0) ?? 0
    workers = await startWorkers(db, count, urls)
    const pids = workers.flatMap(({ pid }) => pid ?? [])
    const used = (): Share => ({
      postgres: cpuOfTree(postmaster),
      workers: cpuOf(pids),
      starter: cpuOf([process.pid]),
      model: cpuOf([endpoint.child.pid ?? 0]),
    })

    const lightFrom = new Date()
    const lightEnd = performance.now() + LIGHT_SECONDS * 1000
    await keepInFlight(ctx, LIGHT, () => performance.now() > lightEnd)
    const light = await firstStep(db, lightFrom, new Date())

    let from = new Date()
    let to = from
    let before = used()
    let after = before
    const began = performance.now()
    let counting = false
    await keepInFlight(ctx, LOAD, () => {
      const now = performance.now() - began
      if (!counting && now > WARM_MS) {
        counting = true
        from = new Date()
        before = used()
      }
      if (now <= WARM_MS + SECONDS * 1000) return false
      to = new Date()
      after = used()
      return true
    })
    const seconds = (to.getTime() - from.getTime()) / 1000
    const { rows: counted } = await db.pool.query<{ steps: number; runs: number }>(
      `select (select count(*)::int from step where kind = 'agent' and ended_at between $1 and $2) steps,
              (select count(*)::int from run where ended_at between $1 and $2) runs`,
      [from, to],
    )
    const share = (of: keyof Share) => Number(((after[of] - before[of]) / seconds / cpus().length).toFixed(3))
    return {
      stepsPerSecond: Math.round((counted[0]?.steps ?? 0) / seconds),
      runsPerSecond: Math.round((counted[0]?.runs ?? 0) / seconds),
      loaded: await firstStep(db, from, to),
      light,
      cpu: {
        postgres: share('postgres'),
        workers: share('workers'),
        starter: share('starter'),
        model: share('model'),
      },
    }
  } finally {
    await stopAll(workers)
    await db.close()
  }
}

async function addModel(db: Db, workspaceId: string, baseUrl: string): Promise<void> {
  const providerId = newId('prov')
  await db.prisma.provider.create({ data: { id: providerId, workspaceId, name: 'Bench', baseUrl } })
  await db.prisma.model.create({
    data: {
      id: newId('mod'),
      workspaceId,
      providerId,
      name: 'bench',
      inMicrosPerMTok: 100_000n,
      outMicrosPerMTok: 400_000n,
    },
  })
}

function report(): void {
  const percent = (value: number) => `${(value * 100).toFixed(0)} %`
  const first = ({ p50, p95 }: { p50: number; p95: number }) => `${p50} / ${p95}`
  const rows: [string, (row: Measured) => string][] = [
    ['governed steps a second', (row) => String(row.stepsPerSecond)],
    ['runs a second', (row) => String(row.runsPerSecond)],
    [`first step, ${LIGHT} in flight, p50 / p95 ms`, (row) => first(row.light)],
    [`first step, ${LOAD} in flight, p50 / p95 ms`, (row) => first(row.loaded)],
    ['CPU of PostgreSQL', (row) => percent(row.cpu.postgres)],
    ['CPU of the workers', (row) => percent(row.cpu.workers)],
    ['CPU of who starts the runs', (row) => percent(row.cpu.starter)],
    ['CPU of the model endpoint', (row) => percent(row.cpu.model)],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  console.log(
    `\n${SECONDS} s each, model ${LATENCY_MS} ms, ${CONCURRENCY} branches a worker, ${cpus().length} cores (CPU is of all of them)\n`,
  )
  console.log(['workers'.padEnd(width), ...WORKERS.map((count) => String(count).padStart(16))].join('  '))
  for (const [name, cell] of rows) {
    const cells = WORKERS.map((count) => (results[count] ? cell(results[count]) : '').padStart(16))
    console.log([name.padEnd(width), ...cells].join('  '))
  }
  const settings = {
    seconds: SECONDS,
    latencyMs: LATENCY_MS,
    concurrency: CONCURRENCY,
    load: LOAD,
    light: LIGHT,
  }
  mkdirSync(join(here, 'results'), { recursive: true })
  writeFileSync(
    join(here, 'results/scale.json'),
    `${JSON.stringify({ at: new Date().toISOString(), cores: cpus().length, ...settings, results }, null, 2)}\n`,
  )
  console.log('\nwritten to bench/results/scale.json')
}
