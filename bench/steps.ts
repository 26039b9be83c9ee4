// Governed steps a second against LangGraph.js, and against single-insert commits as the ceiling, on one PostgreSQL in
// one run. Each run is enqueued by this process and carried out by another; waits are included. The contenders take
// turns, so that what a machine does in one minute and not in the next meets all of them.
import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { openDb } from '@/server/db/client'
import { inDatabase } from '@/server/db/url'
import { startRun } from '@/server/services/run/start'
import { startCluster } from './cluster'
import { fiveSteps, publish } from './five-steps'

const BATON = 'Baton, governed'
const STEPS = 5
const LEVELS = [1, 16, 100]
const ROUNDS = 3
const SECONDS = Number(process.argv[2] ?? 6)
const here = import.meta.dirname

interface Measured {
  stepsPerSecond: number
  p50Ms: number
  p95Ms: number
}

type Run = (level: number) => Promise<void>

/** Keeps `level` runs in flight for some seconds after a short warm-up. */
async function measure(level: number, run: Run): Promise<Measured> {
  const latencies: number[] = []
  const until = (ms: number, keep: boolean) => {
    const end = performance.now() + ms
    return Promise.all(
      Array.from({ length: level }, async () => {
        while (performance.now() < end) {
          const began = performance.now()
          await run(level)
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

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const cluster = await startCluster()
/** By contender and level, one measurement a round. */
const results: Record<string, Record<number, Measured[]>> = {}
try {
  const admin = new pg.Client({ connectionString: cluster.admin })
  await admin.connect()

  const ceiling = new pg.Pool({ connectionString: cluster.admin, max: 20 })
  await ceiling.query('create table one(id bigserial primary key, body jsonb)')
  const contenders: Record<string, Run> = {
    'single-insert commits': async () => {
      for (let i = 0; i < STEPS; i++)
        await ceiling.query({ name: 'one', text: 'insert into one(body) values ($1)', values: ['{"a":1}'] })
    },
  }
  const children: { end: () => void }[] = []
  for (const durability of ['async', 'sync']) {
    const database = `langgraph_${durability}`
    await admin.query(`create database ${database}`)
    const peer = await child(
      'steps-langgraph.mjs',
      { BENCH_URL: inDatabase(cluster.admin, database), BENCH_DURABILITY: durability },
      [],
    )
    children.push(peer)
    let count = 0
    contenders[`LangGraph.js, bare, ${durability}`] = async () => {
      const id = `run-${count++}`
      const done = peer.done(id)
      peer.send({ id })
      await done
    }
  }

  const urls = await cluster.baton('baton')
  const db = openDb(urls.app)
  const ctx = await publish(db, fiveSteps())
  const worker = await child(
    'steps-worker.ts',
    { BENCH_URL: urls.app, DATABASE_URL: urls.app, BENCH_SEQUENCER_URL: urls.sequencer, LOG_LEVEL: 'warn' },
    ['--import', 'tsx'],
  )
  children.push(worker)
  contenders[BATON] = async () => {
    const { id } = await startRun(ctx, { team: 'five', input: { note: 'x'.repeat(200), amount: 12 } })
    await worker.done(id)
  }
  const unnumbered = async () =>
    (await db.pool.query('select from record_entry where seq is null limit 1')).rowCount !== 0

  for (const level of LEVELS) {
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, run] of Object.entries(contenders)) {
        const rows = (results[name] ??= {})
        ;(rows[level] ??= []).push(await measure(level, run))
        // What Baton left for later is done before another's turn.
        while (name === BATON && (await unnumbered())) await delay(20)
      }
    }
  }
  for (const one of children) one.end()
  const { rows: counted } = await db.pool.query<{ runs: number; steps: number; entries: number }>(
    `select (select count(*)::int from run where status = 'done') runs, (select count(*)::int from step) steps,
       (select count(*)::int from record_entry) entries`,
  )
  await ceiling.end()
  await db.close()
  await admin.end()
  report(counted[0])
} finally {
  await cluster.close()
}

function report(counted: object | undefined): void {
  const width = Math.max(...Object.keys(results).map((name) => name.length)) + 8
  const line = (name: string, cells: string[]) =>
    console.log([name.padEnd(width), ...cells.map((cell) => cell.padStart(22))].join('  '))
  console.log(
    `\nsteps a second (p50 ms a run of ${STEPS} steps), the median of ${ROUNDS} rounds of ${SECONDS} s, ${cpus().length} cores\n`,
  )
  line(
    '',
    LEVELS.map((level) => `${level} at a time`),
  )
  for (const [name, rows] of Object.entries(results)) {
    line(
      name,
      LEVELS.map((level) => {
        const all = rows[level] ?? []
        return `${median(all.map((one) => one.stepsPerSecond))} (${median(all.map((one) => one.p50Ms))})`
      }),
    )
  }
  console.log(`\nratios within a round: the median (the lowest to the highest)\n`)
  const ratios: Record<string, { median: number; lowest: number; highest: number }[]> = {}
  for (const against of Object.keys(results).filter((name) => name !== BATON)) {
    const of = LEVELS.map((level) => {
      const ours = results[BATON]?.[level] ?? []
      const theirs = results[against]?.[level] ?? []
      const each = ours.map((one, round) =>
        Number((one.stepsPerSecond / (theirs[round]?.stepsPerSecond ?? 1)).toFixed(2)),
      )
      return { median: median(each), lowest: Math.min(...each), highest: Math.max(...each) }
    })
    ratios[against] = of
    line(
      `Baton ÷ ${against}`,
      of.map((one) => `${one.median.toFixed(2)}× (${one.lowest.toFixed(2)}–${one.highest.toFixed(2)})`),
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
        rounds: ROUNDS,
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
