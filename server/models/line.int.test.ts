import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ModelPool } from './pool'
import { settleCalls } from './ledger'
import { failureOf } from './testing/failure-of'
import type { Bench } from './testing/fixtures'
import { startTwoPools, type TwoPools } from './testing/two-pools'

/** Two pools with connections of their own, as two workers have them. */
let pools: TwoPools
let bench: Bench
let other: ModelPool
beforeAll(async () => void (pools = await startTwoPools()))
afterAll(() => pools.close())
beforeEach(async () => {
  await pools.empty()
  ;({ bench, other } = pools)
})

const SOON = { timeout: 10_000 }
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
describe('the line', () => {
  /** One slot that is taken; then requests of these priorities, in this order; then the slot comes back. */
  async function inLine(priorities: number[]) {
    const model = await bench.model('m-one')
    await bench.limit(model, { parallelCalls: 1 })
    bench.server.script('m-one', { say: 'ok', delayMs: 40 })
    const expiresAt = new Date(Date.now() + 60_000)
    await bench.db.prisma.serviceSlot.create({ data: { gate: model, callId: 'held', expiresAt } })
    const asked: Promise<unknown>[] = []
    for (const [i, priority] of priorities.entries()) {
      const messages = [{ role: 'user' as const, content: `${priority}/${i}` }]
      asked.push((i % 2 ? other : bench.pool).ask(bench.request({ priority, messages, timeoutMs: 40_000 })))
      await vi.waitFor(async () => expect(await bench.db.prisma.callTicket.count()).toBe(i + 1), SOON)
    }
    await bench.db.prisma.serviceSlot.deleteMany()
    await Promise.all(asked)
    return bench.server.seen.map(({ body }) => (body['messages'] as { content: string }[])[0]?.content)
  }

  it('goes by priority, and first come, first served within one', async () => {
    expect(await inLine([-2, 0, 0, 2, -2, 2, 0])).toEqual(['2/3', '2/5', '0/1', '0/2', '0/6', '-2/0', '-2/4'])
  })

  it('starves nobody: who waits long enough is before the urgent ones that come later', async () => {
    const model = await bench.model('m-one')
    await bench.limit(model, { parallelCalls: 1 })
    bench.server.script('m-one', { say: 'ok', delayMs: 30 })
    // Two seconds of advantage, so that aging can be watched; whole steps are worth 30 s each.
    const sooner = 2 / 30
    let flowing = true
    const flow = async (pool: ModelPool) => {
      while (flowing) await pool.ask(bench.request({ priority: sooner, timeoutMs: 20_000 }))
    }
    const flows = [flow(bench.pool), flow(other), flow(bench.pool), flow(other)]
    await sleep(500)
    const began = performance.now()
    const messages = [{ role: 'user' as const, content: 'patient' }]
    await other.ask(bench.request({ messages, timeoutMs: 20_000 }))
    const waited = performance.now() - began
    flowing = false
    await Promise.all(flows)
    expect(waited).toBeGreaterThan(1500)
    expect(waited).toBeLessThan(5000)
  })

  it('keeps the place of a step that had to give up and comes back', async () => {
    const model = await bench.model('m-one')
    await bench.limit(model, { parallelCalls: 1 })
    bench.server.script('m-one', { say: 'ok', delayMs: 900 }, { say: 'ok', delayMs: 20 })
    const run = await bench.run()
    const holder = bench.pool.ask(bench.request())
    await vi.waitFor(() => expect(bench.server.seen).toHaveLength(1), SOON)
    const gaveUp = await failureOf(bench.pool.ask(bench.request({ run, timeoutMs: 300 })))
    expect(gaveUp).toMatchObject({ code: 'model_failed', retryable: true })
    expect(gaveUp.retryAfterMs).toBeGreaterThan(0)
    const content = (said: string) => [{ role: 'user' as const, content: said }]
    const late = other.ask(bench.request({ messages: content('late'), timeoutMs: 10_000 }))
    await sleep(50)
    const again = { ...run, attempt: 2 }
    const back = bench.pool.ask(bench.request({ run: again, messages: content('back'), timeoutMs: 10_000 }))
    await Promise.all([holder, late, back])
    const order = bench.server.seen
      .slice(1)
      .map(({ body }) => (body['messages'] as { content: string }[])[0]?.content)
    expect(order).toEqual(['back', 'late'])
  })

  it('is left when the request is called off', async () => {
    const model = await bench.model('m-one')
    await bench.limit(model, { requestsPerMinute: 1, parallelCalls: 1 })
    bench.server.script('m-one', { say: 'ok', delayMs: 600 })
    const holder = bench.pool.ask(bench.request())
    await vi.waitFor(() => expect(bench.server.seen).toHaveLength(1), SOON)
    const off = new AbortController()
    const asked = bench.pool.ask(bench.request({ signal: off.signal, timeoutMs: 200_000 }))
    await vi.waitFor(async () => expect(await bench.db.prisma.callTicket.count()).toBe(1), SOON)
    off.abort(new Error('killed'))
    await expect(asked).rejects.toThrow('killed')
    const alive = await bench.db.pool.query('select from call_ticket where alive_until > clock_timestamp()')
    expect(alive.rowCount).toBe(0)
    await holder
  })
})

describe('round trips of one call in a run', () => {
  const statements = async (work: () => Promise<unknown>) => {
    // Counts, and lets through.
    const query = vi.spyOn(pg.Client.prototype, 'query')
    await work()
    const names = query.mock.calls.flatMap(([given]) => (given as { name?: string }).name ?? [])
    query.mockRestore()
    return names
  }
  it('is one without limits and faults, as before; a limited one tells how it ended', async () => {
    const model = await bench.model('m-one')
    bench.server.script('m-one', { say: 'ok' })
    const run = await bench.run()
    await bench.pool.ask(bench.request({ run }))
    expect(await statements(() => bench.pool.ask(bench.request({ run })))).toEqual(['admit_call'])
    await bench.limit(model, { requestsPerMinute: 100 })
    expect(await statements(() => bench.pool.ask(bench.request({ run })))).toEqual([
      'admit_call',
      'report_call',
    ])
    bench.server.script('m-one', { status: 500 })
    expect(await statements(() => failureOf(bench.pool.ask(bench.request({ run }))))).toEqual([
      'admit_call',
      'report_and_settle',
    ])
  })
})

it('admissions, reports and settlements of many at once never wait for each other in a ring', async () => {
  const ids = [await bench.model('m-one'), await bench.model('m-two', { position: 1 })]
  for (const id of [...ids, bench.providerId])
    await bench.limit(id, { parallelCalls: 8, tokensPerMinute: 10_000_000 })
  await bench.budget('agent', 'writer', 'day', 1_000_000_000n)
  await bench.budget('workspace', bench.workspaceId, 'month', 1_000_000_000n)
  bench.server.script(
    'm-one',
    { say: 'ok' },
    { status: 429, headers: { 'retry-after-ms': '5' } },
    { say: 'ok' },
  )
  bench.server.script(
    'm-two',
    { say: 'ok' },
    { status: 429, headers: { 'retry-after-ms': '5' } },
    { say: 'ok' },
  )
  const run = await bench.run()
  const ask = async (i: number) => {
    const models = i % 2 ? ['m-one', 'm-two'] : ['m-two', 'm-one']
    const agent = { slug: 'writer', tier: 'standard' as const, models }
    const step = { ...run, node: `n${i}` }
    const { settle } = await (i % 3 ? bench.pool : other).ask(
      bench.request({ run: step, agent, timeoutMs: 30_000 }),
    )
    await settleCalls(bench.db.pool, settle)
  }
  await Promise.all(Array.from({ length: 120 }, (_, i) => ask(i)))
  expect(await bench.db.prisma.serviceSlot.count()).toBe(0)
  expect(await bench.db.prisma.modelCall.count({ where: { runId: run.id, status: 'reserved' } })).toBe(0)
})
