// Governed steps a second against LangGraph.js, and against single-insert commits as the ceiling, on one PostgreSQL in
// one run. Each run is enqueued by this process and carried out by another; waits are included.
import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openDb } from '@/server/db/client'
import { inDatabase } from '@/server/db/url'
import { startRun } from '@/server/services/run/start'
import { startCluster } from './cluster'
import { fiveSteps, publish } from './five-steps'

const STEPS = 5
const LEVELS = [1, 16, 100]
const SECONDS = Number(process.argv[2] ?? 8)
const here = import.meta.dirname

interface Measured {
  stepsPerSecond: number
  p50Ms: number
  p95Ms: number
}

/** Keeps `level` runs in flight for some seconds after a short warm-up. */
async function measure(level: number, run: () => Promise<void>): Promise<Measured> {
  const latencies: number[] = []
  const until = (ms: number, keep: boolean) => {
    const end = performance.now() + ms
    return Promise.all(
      Array.from({ length: level }, async () => {
        while (performance.now() < end) {
          const began = performance.now()
          await run()
          if (keep) latencies.push(performance.now() - began)
        }
      }),
    )
  }
  await until(1500, false)
  const began = performance.now()
  await until(SECONDS * 1000, true)
  const seconds = (performance.now() - began) / 1000
  latencies.sort((a, b) => a - b)
  const at = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1))
  return { stepsPerSecond: Math.round((latencies.length * STEPS) / seconds), p50Ms: at(0.5), p95Ms: at(0.95) }
}

/** A child that says when it is ready and which run is done. */
async function child(file: string, env: Record<string, string>, execArgv: string[]) {
  const waiting = new Map<string, () => void>()
  const early = new Set<string>()
  const started: ChildProcess = fork(join(here, file), [], { env: { ...process.env, ...env }, execArgv })
  await new Promise<void>((resolve, reject) => {
    started.on('message', (message: { ready?: true; done?: string }) => {
      if (message.ready) resolve()
      if (!message.done) return
      const resume = waiting.get(message.done)
      if (resume) {
        waiting.delete(message.done)
        resume()
      } else early.add(message.done)
    })
    started.on('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
  })
  return {
    send: (message: object) => started.send(message),
    done: (id: string) =>
      new Promise<void>((resolve) => (early.delete(id) ? resolve() : void waiting.set(id, resolve))),
    end: () => {
      started.removeAllListeners('exit')
      started.kill('SIGKILL')
    },
  }
}

const cluster = await startCluster()
const results: Record<string, Record<number, Measured>> = {}
try {
  const admin = new pg.Client({ connectionString: cluster.admin })
  await admin.connect()

  const ceiling = new pg.Pool({ connectionString: cluster.admin, max: 20 })
  await ceiling.query('create table one(id bigserial primary key, body jsonb)')
  results['single-insert commits'] = {}
  for (const level of LEVELS) {
    results['single-insert commits'][level] = await measure(level, async () => {
      for (let i = 0; i < STEPS; i++)
        await ceiling.query({ name: 'one', text: 'insert into one(body) values ($1)', values: ['{"a":1}'] })
    })
  }
  await ceiling.end()

  for (const durability of ['async', 'sync']) {
    const database = `langgraph_${durability}`
    await admin.query(`create database ${database}`)
    const peer = await child(
      'steps-langgraph.mjs',
      { BENCH_URL: inDatabase(cluster.admin, database), BENCH_DURABILITY: durability },
      [],
    )
    const rows: Record<number, Measured> = (results[`LangGraph.js, bare, ${durability}`] = {})
    let count = 0
    for (const level of LEVELS) {
      rows[level] = await measure(level, async () => {
        const id = `run-${level}-${count++}`
        const done = peer.done(id)
        peer.send({ id })
        await done
      })
    }
    peer.end()
  }

  const urls = await cluster.baton('baton')
  const db = openDb(urls.app)
  const ctx = await publish(db, fiveSteps())
  const worker = await child(
    'steps-worker.ts',
    { BENCH_URL: urls.app, DATABASE_URL: urls.app, BENCH_SEQUENCER_URL: urls.sequencer, LOG_LEVEL: 'warn' },
    ['--import', 'tsx'],
  )
  const rows: Record<number, Measured> = (results['Baton, governed'] = {})
  for (const level of LEVELS) {
    rows[level] = await measure(level, async () => {
      const { id } = await startRun(ctx, { team: 'five', input: { note: 'x'.repeat(200), amount: 12 } })
      await worker.done(id)
    })
  }
  worker.end()
  const { rows: counted } = await db.pool.query<{
    runs: number
    steps: number
    entries: number
    waiting: number
  }>(
    `select (select count(*)::int from run where status = 'done') runs, (select count(*)::int from step) steps,
       (select count(*)::int from record_entry) entries, (select count(*)::int from record_entry where seq is null) waiting`,
  )
  await db.close()
  await admin.end()
  report(counted[0])
} finally {
  await cluster.close()
}

function report(counted: object | undefined): void {
  const width = Math.max(...Object.keys(results).map((name) => name.length))
  console.log(
    `\nsteps a second (p50 ms a run of ${STEPS} steps), ${SECONDS} s each, ${cpus().length} cores\n`,
  )
  console.log([''.padEnd(width), ...LEVELS.map((level) => `${level} at a time`.padStart(20))].join('  '))
  for (const [name, rows] of Object.entries(results)) {
    const cells = LEVELS.map((level) =>
      `${rows[level]?.stepsPerSecond ?? 0} (${rows[level]?.p50Ms ?? 0})`.padStart(20),
    )
    console.log([name.padEnd(width), ...cells].join('  '))
  }
  const ratio = (against: string) =>
    LEVELS.map((level) =>
      Number(
        (
          (results['Baton, governed']?.[level]?.stepsPerSecond ?? 0) /
          (results[against]?.[level]?.stepsPerSecond ?? 1)
        ).toFixed(2),
      ),
    )
  const ratios = {
    'LangGraph.js, bare, async': ratio('LangGraph.js, bare, async'),
    'LangGraph.js, bare, sync': ratio('LangGraph.js, bare, sync'),
    'single-insert commits': ratio('single-insert commits'),
  }
  console.log()
  for (const [name, values] of Object.entries(ratios)) {
    console.log(
      [`Baton ÷ ${name}`.padEnd(width), ...values.map((value) => `${value.toFixed(2)}×`.padStart(20))].join(
        '  ',
      ),
    )
  }
  mkdirSync(join(here, 'results'), { recursive: true })
  const file = join(here, 'results/steps.json')
  writeFileSync(
    file,
    JSON.stringify(
      {
        at: new Date().toISOString(),
        cores: cpus().length,
        seconds: SECONDS,
        levels: LEVELS,
        results,
        ratios,
        counted,
      },
      null,
      2,
    ),
  )
  console.log(`\n${JSON.stringify(counted)}\nwritten to bench/results/steps.json`)
}
