import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { settleCalls } from './ledger'
import { PoolError, type ModelReply } from './pool'
import { reapCalls } from './reap'
import { secretKey, startBench, type Bench } from './testing/fixtures'
import { startPoolProcess, type PoolProcess } from './testing/pool-processes'

let bench: Bench
beforeAll(async () => void (bench = await startBench()))
afterAll(() => bench.close())

/** Of 200 calls: so many in processes of their own that are killed; each of the two asks half of them at once. */
const KILLED = 40
const CALLS = 200
/** In micro-dollars: about half of what all calls would cost, so that some are refused however slow the machine is. */
const TEAM_DAY = 120_000n
const AGENTS = ['scribe', 'reader', 'sorter', 'solver'] as const

/** Repeatable chance (mulberry32), so that a failure can be tried again with its seed. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** What is over a cap or below nothing, in one look at all accounts. */
const WRONG = `select count(*)::int as accounts,
    count(*) filter (where hard and budget_held(budget_account) > cap_micros)::int as over,
    count(*) filter (where least(reserved_micros, earlier_micros, spent_micros, over_micros) < 0)::int as below,
    coalesce(sum(reserved_micros + earlier_micros), 0)::bigint as reserved
  from budget_account`
interface Looked {
  accounts: number
  over: number
  below: number
  reserved: bigint
}

/** Looks at all accounts again and again, on a connection of its own, until it is told to stop. */
function watch() {
  const seen = { looks: 0, over: 0, below: 0, held: 0 }
  let going = true
  const looking = (async () => {
    const client = await bench.db.pool.connect()
    try {
      while (going) {
        const { rows } = await client.query<Looked>(WRONG)
        seen.looks++
        seen.over += rows[0]?.over ?? 0
        seen.below += rows[0]?.below ?? 0
        if (rows[0] && rows[0].reserved > 0n) seen.held++
        await sleep(2)
      }
    } finally {
      client.release()
    }
  })()
  return async () => {
    going = false
    await looking
    return seen
  }
}

const deadlocks = async (): Promise<number> => {
  const { rows } = await bench.db.pool.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  return Number(rows[0]?.deadlocks)
}

it('keeps 200 calls at once over three scopes within every cap at every moment, whatever becomes of them', async () => {
  const random = chance(20_261_121)
  await bench.model('m-real', { position: 0 })
  await bench.model('m-slow', { position: 1, tier: 'small', timeoutMs: 400 })
  await bench.model('m-ill', { position: 2, tier: 'small' })
  await bench.model('m-unpriced', { position: 3, tier: 'large', inMicrosPerMTok: null })
  const usage = (): [number, number] => [50 + Math.floor(random() * 200), 1 + Math.floor(random() * 400)]
  bench.server.script('m-real', {
    by: () => ({
      say: random() < 0.3 ? 'not what was asked' : '{"ok":true}',
      usage: usage(),
      delayMs: random() * 60,
    }),
  })
  bench.server.script('m-slow', {
    by: () =>
      random() < 0.5 ? { hang: 'within body' } : { say: '{"ok":true}', usage: null, delayMs: random() * 40 },
  })
  bench.server.script('m-ill', { by: () => (random() < 0.5 ? { status: 500 } : { cut: true }) })
  bench.server.script('m-unpriced', { say: 'for nothing' })

  const budgets = [
    await bench.budget('workspace', bench.workspaceId, 'month', 200_000n),
    await bench.budget('workspace', bench.workspaceId, 'day', 1_000_000n),
    await bench.budget('team', 'team_1', 'day', TEAM_DAY),
    await bench.budget('team', 'team_1', 'run', 120_000n),
    ...(await Promise.all(
      AGENTS.map((slug, i) => bench.budget('agent', slug, 'day', 40_000n * BigInt(4 - i))),
    )),
  ]
  const runs = await Promise.all(Array.from({ length: 4 }, () => bench.run()))
  const before = await deadlocks()
  const stop = watch()
  const asked = {
    answered: 0,
    repaired: 0,
    refused: 0,
    failed: 0,
    unpriced: 0,
    left: 0,
    off: 0,
    odd: [] as string[],
  }

  const models = [
    ['m-real'],
    ['m-real'],
    ['m-slow', 'm-real'],
    ['m-ill', 'm-real'],
    ['m-slow'],
    ['m-unpriced'],
  ]
  const requestOf = (i: number) => ({
    run: runs[i % runs.length],
    agent: {
      slug: AGENTS[i % AGENTS.length] ?? 'scribe',
      tier: 'standard' as const,
      models: models[i % models.length] ?? [],
    },
    timeoutMs: 10_000,
  })

  async function one(i: number): Promise<void> {
    const off = new AbortController()
    if (random() < 0.1) setTimeout(() => off.abort(new Error('called off')), random() * 200)
    let reply: ModelReply
    try {
      reply = await bench.pool.ask(bench.request({ ...requestOf(i), signal: off.signal }))
      if (random() < 0.15) return void asked.left++
      await settleCalls(bench.db.pool, reply.settle)
      if (reply.answer.kind === 'text' && reply.answer.text !== '{"ok":true}') {
        const again = await bench.pool.ask(bench.request({ ...requestOf(i), purpose: 'repair' }))
        await settleCalls(bench.db.pool, again.settle)
        asked.repaired++
      } else asked.answered++
    } catch (error) {
      if (off.signal.aborted) asked.off++
      else if (!(error instanceof PoolError)) asked.odd.push(String(error))
      else if (error.code === 'budget_blocked') asked.refused++
      else if (error.code === 'no_model') asked.unpriced++
      else asked.failed++
    }
  }

  /** Half of the calls that a killed process asks for, all at once; it dies with some under way and some unsettled. */
  async function doomed(each: PoolProcess): Promise<void> {
    const run = await bench.run()
    runs.push(run)
    const { signal: _here, ...request } = bench.request({ ...requestOf(0), run })
    each.run({ times: KILLED / 2, request, untilMs: 60_000 }).catch(() => undefined)
    while ((await bench.db.prisma.modelCall.count({ where: { runId: run.id } })) < 5) await sleep(5)
    each.kill()
  }
  let over = false
  /** The budget of the team for the day is removed and set again while all are at it; that of the workspace holds meanwhile. */
  async function anew(): Promise<void> {
    for (let times = 0; times < 3; times++) {
      while (!over && (await underWay()) < 10) await sleep(5)
      const id = budgets[2]
      await bench.db.prisma.budget.delete({ where: { id } })
      await bench.db.prisma.budgetAccount.deleteMany({ where: { budgetId: id } })
      await sleep(30)
      // Above what is spent by then: one that opens above its cap would be no fault.
      budgets[2] = await bench.budget('team', 'team_1', 'day', 200_000n)
      await sleep(100)
    }
  }
  const underWay = () => bench.db.prisma.modelCall.count({ where: { status: 'reserved' } })
  const processes = await Promise.all([0, 1].map(() => startPoolProcess(bench.url, secretKey)))
  const alive = Array.from({ length: CALLS - KILLED }, (_, i) => one(i))
  await Promise.all([...processes.map(doomed), anew(), Promise.all(alive).finally(() => (over = true))])

  await bench.db.pool.query(
    "update model_call set expires_at = now() - interval '1 second' where status not in ('done', 'failed')",
  )
  const reaped = await reapCalls(bench.db)
  const seen = await stop()
  console.log({ ...asked, odd: asked.odd.length, reaped, ...seen })

  expect(asked.odd).toEqual([])
  expect(seen).toMatchObject({ over: 0, below: 0 })
  // It looked while money was held, and all became of calls that does.
  expect(seen.held).toBeGreaterThan(10)
  for (const often of [asked.answered, asked.repaired, asked.refused, asked.unpriced, asked.left, asked.off])
    expect(often).toBeGreaterThan(0)
  // What the killed processes held, too.
  expect(reaped).toBeGreaterThan(asked.left)
  expect(await deadlocks()).toBe(before)
  expect(bench.server.seen.filter(({ model }) => model === 'm-unpriced')).toEqual([])

  const accounts = await bench.db.prisma.budgetAccount.findMany({ where: { budgetId: { in: budgets } } })
  expect(new Set(accounts.map(({ budgetId }) => budgetId)).size).toBe(budgets.length)
  expect(accounts.filter((a) => a.reservedMicros + a.earlierMicros + a.overMicros !== 0n)).toEqual([])
  // What the calls came to is what the accounts say, in each scope.
  const calls = await bench.db.prisma.modelCall.findMany()
  expect(new Set(calls.map(({ status }) => status))).toEqual(new Set(['done', 'failed', 'reaped']))
  const faults = new Set(calls.map(({ error }) => (error as { code?: string } | null)?.code))
  for (const code of ['timeout', 'server_error', 'outcome_unknown']) expect(faults).toContain(code)
  const sum = (of: typeof calls) => of.reduce((micros, { costMicros }) => micros + costMicros, 0n)
  const spent = (budgetId: string | undefined) => {
    const rows = accounts.filter((account) => account.budgetId === budgetId)
    return rows.reduce((micros, { spentMicros }) => micros + spentMicros, 0n)
  }
  for (const id of budgets.slice(0, 4)) expect(spent(id)).toBe(sum(calls))
  for (const [i, slug] of AGENTS.entries())
    expect(spent(budgets[4 + i])).toBe(sum(calls.filter(({ agentSlug }) => agentSlug === slug)))
}, 180_000)
