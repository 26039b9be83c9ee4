import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ModelPool } from './pool'
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
const guard = (id: string) => bench.db.prisma.serviceGuard.findUniqueOrThrow({ where: { id } })
/** As if the breaker had opened 16 s ago. */
const later = (id: string) =>
  bench.db.pool.query(
    "update service_guard set breaker_since = clock_timestamp() - interval '16 seconds' where id = $1",
    [id],
  )
const fail = async (times: number, pool = bench.pool) => {
  for (let i = 0; i < times; i++) await failureOf(pool.ask(bench.request()))
}

describe('the circuit breaker of a model', () => {
  it('opens for all from half of five calls failed, and lets nobody through until it is time', async () => {
    const model = await bench.model('m-one')
    bench.server.script('m-one', { status: 500 })
    await fail(2)
    await fail(2, other)
    expect(await guard(model)).toMatchObject({ breaker: 'closed', lastError: 'server_error 500' })
    await fail(1)
    expect(await guard(model)).toMatchObject({ breaker: 'open' })
    for (const pool of [bench.pool, other]) {
      const failure = await failureOf(pool.ask(bench.request()))
      expect(failure.message).toContain('open circuit')
      expect(failure.retryAfterMs).toBeGreaterThan(10_000)
      expect(failure.retryAfterMs).toBeLessThanOrEqual(15_000)
    }
    expect(bench.server.seen).toHaveLength(5)
  })

  it('half-open lets exactly one through, and closes when that is answered', async () => {
    const model = await bench.model('m-one')
    bench.server.script('m-one', { status: 500 })
    await fail(5)
    await later(model)
    bench.server.script('m-one', { say: 'ok', delayMs: 500 })
    bench.server.seen.length = 0
    const pools = [bench.pool, other]
    const asked = pools.flatMap((pool) => Array.from({ length: 5 }, () => pool.ask(bench.request())))
    await sleep(350)
    expect(bench.server.seen).toHaveLength(1)
    expect(await guard(model)).toMatchObject({ breaker: 'half_open' })
    await Promise.all(asked)
    expect(bench.server.seen).toHaveLength(10)
    const [probe, next] = bench.server.seen
    expect(next?.at).toBeGreaterThanOrEqual(probe?.endedAt ?? Infinity)
    expect(await guard(model)).toMatchObject({ breaker: 'closed', windowErrors: [0, 0, 0, 0, 0, 0] })
  })

  it('opens again when the probe fails', async () => {
    const model = await bench.model('m-one')
    bench.server.script('m-one', { status: 503 })
    await fail(5)
    await later(model)
    await fail(1, other)
    expect(await guard(model)).toMatchObject({ breaker: 'open', probe: null })
    await failureOf(bench.pool.ask(bench.request()))
    expect(bench.server.seen).toHaveLength(6)
  })

  it('gives the probe to the next when its holder is called off', async () => {
    const model = await bench.model('m-one')
    bench.server.script('m-one', { status: 503 })
    await fail(5)
    await later(model)
    bench.server.script('m-one', { hang: 'before headers' })
    const off = new AbortController()
    const probe = bench.pool.ask(bench.request({ signal: off.signal }))
    await vi.waitFor(() => expect(bench.server.seen).toHaveLength(6), SOON)
    bench.server.script('m-one', { say: 'ok' })
    off.abort(new Error('called off'))
    await expect(probe).rejects.toThrow('called off')
    await other.ask(bench.request())
    expect(await guard(model)).toMatchObject({ breaker: 'closed' })
  })

  it('lets out what was chosen before it opened, and whoever reports a fault then is not blocked by it', async () => {
    const model = await bench.model('m-one')
    await bench.budget('workspace', bench.workspaceId, 'day', 1_000_000n)
    bench.server.script('m-one', { status: 500 })
    await fail(4)
    const { pool } = bench.db
    const waiting = (count: number) =>
      vi.waitFor(async () => {
        const { rowCount } = await pool.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        )
        expect(rowCount).toBe(count)
      }, SOON)
    bench.server.script('m-one', { hang: 'before headers' })
    const failing = [1, 2].map(() => failureOf(bench.pool.ask(bench.request({ timeoutMs: 2000 }))))
    await vi.waitFor(() => expect(bench.server.seen).toHaveLength(6), SOON)
    const holder = await pool.connect()
    try {
      await holder.query('begin')
      await holder.query('select from budget_account for update')
      // The one that opens it waits for the account, the next fault for the guard: the circuit still is closed to others.
      await waiting(2)
      bench.server.script('m-one', { say: 'ok' })
      const chosen = other.ask(bench.request())
      await waiting(3)
      await holder.query('commit')
      expect(await Promise.all(failing)).toMatchObject([{ code: 'timeout' }, { code: 'timeout' }])
      expect(await chosen).toMatchObject({ answer: { kind: 'text', text: 'ok' } })
    } finally {
      await holder.query('rollback')
      holder.release()
    }
    expect(await guard(model)).toMatchObject({ breaker: 'open', probe: null })
  })

  it.each([
    ['timeouts', { hang: 'before headers' }, 'timeout'],
    ['a network that resets', { reset: true }, 'network'],
    ['streams that break off', { cut: true }, 'network'],
    ['what is no chat completion', { raw: '{"hello":1}' }, 'nonsense'],
    ['503', { status: 503 }, 'server_error 503'],
  ] as const)('counts %s', async (_, move, code) => {
    const model = await bench.model('m-one', { timeoutMs: code === 'timeout' ? 100 : 5000 })
    bench.server.script('m-one', move)
    await fail(5)
    expect(await guard(model)).toMatchObject({ breaker: 'open', lastError: code })
  })

  it.each([
    ['a wrong key', { status: 401 }],
    ['a request it does not take', { status: 400 }],
    ['limits', { status: 429, headers: { 'retry-after-ms': '1' } }],
  ] as const)('does not count %s', async (_, move) => {
    const model = await bench.model('m-one')
    bench.server.script('m-one', move)
    await fail(8)
    expect(bench.server.seen).toHaveLength(8)
    const row = await bench.db.prisma.serviceGuard.findUnique({ where: { id: model } })
    expect(row?.breaker ?? 'closed').toBe('closed')
  })

  it('goes by the rate: what went well elsewhere counts', async () => {
    const model = await bench.model('m-one')
    bench.server.script('m-one', { status: 500 })
    await fail(1)
    bench.server.script('m-one', { say: 'ok' })
    await Promise.all(Array.from({ length: 20 }, () => other.ask(bench.request())))
    // Told within a second, since the model had a fault.
    await sleep(1300)
    bench.server.script('m-one', { status: 500 })
    await fail(6)
    expect(await guard(model)).toMatchObject({ breaker: 'closed' })
  })
})

describe('the swap to another model of the tier says why', () => {
  const swapped = async () => (await other.ask(bench.request())).calls
  const stands = { model: 'm-two', purpose: 'fallback', result: 'fits' }
  let first: string
  beforeEach(async () => {
    first = await bench.model('m-one', { position: 0 })
    await bench.model('m-two', { position: 1 })
    bench.server.script('m-one', { say: 'ok' })
    bench.server.script('m-two', { say: 'ok' })
  })

  it('limited', async () => {
    await bench.limit(first, { requestsPerMinute: 1 })
    expect((await bench.pool.ask(bench.request())).calls).toMatchObject([
      { model: 'm-one', purpose: 'answer' },
    ])
    expect(await swapped()).toMatchObject([{ ...stands, because: 'limited' }])
  })

  it('cooling', async () => {
    bench.server.script('m-one', { status: 429, headers: { 'retry-after': '30' } })
    await bench.pool.ask(bench.request())
    expect(await swapped()).toMatchObject([{ ...stands, because: 'cooling' }])
  })

  it('open circuit', async () => {
    bench.server.script('m-one', { status: 500 })
    for (let i = 0; i < 5; i++) await bench.pool.ask(bench.request())
    expect(await swapped()).toMatchObject([{ ...stands, because: 'open_circuit' }])
  })

  it('failed', async () => {
    bench.server.script('m-one', { cut: true })
    expect(await swapped()).toMatchObject([
      { model: 'm-one', purpose: 'answer', result: 'failed' },
      { ...stands, because: 'failed' },
    ])
  })

  it('nothing, where nothing was passed over', async () => {
    const [call] = await swapped()
    expect(call).toMatchObject({ model: 'm-one', purpose: 'answer' })
    expect(call).not.toHaveProperty('because')
  })
})

it('a quota that is used up is not waited for', async () => {
  await bench.model('m-one')
  bench.server.script('m-one', {
    status: 429,
    code: 'insufficient_quota',
    message: 'You exceeded your current quota',
    headers: { 'retry-after': '20' },
  })
  const failure = await failureOf(bench.pool.ask(bench.request()))
  expect(failure).toMatchObject({ retryable: false, retryAfterMs: undefined })
  await failureOf(bench.pool.ask(bench.request()))
  expect(bench.server.seen).toHaveLength(2)
})
