import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { box, secretKey, startBench, type Bench } from './testing/fixtures'
import { mostAtOnce, mostWithin } from './testing/measure'
import { startPoolProcess, type PoolProcess } from './testing/pool-processes'
import { openDb } from '@/server/db/client'
import { createModelPool } from './pool'

/** Four processes of the operating system, each with a pool and connections of its own. */
let bench: Bench
let processes: PoolProcess[]
beforeAll(async () => {
  bench = await startBench()
  processes = await Promise.all([1, 2, 3, 4].map(() => startPoolProcess(bench.url, secretKey)))
})
afterAll(async () => {
  await Promise.all(processes.map((one) => one.stop()))
  await bench.close()
})
beforeEach(() => bench.empty())

const errand = (name: string, times: number, untilMs: number, timeoutMs = 6000) => {
  const { signal: _, ...request } = bench.request({
    agent: { slug: 'writer', tier: 'standard', models: [name] },
    timeoutMs,
  })
  return { times, request, untilMs }
}
/** Longer than a process keeps its catalog. */
const catalogsTurn = () => new Promise((resolve) => setTimeout(resolve, 2100))
const seenOf = (name: string) => bench.server.seen.filter(({ model }) => model === name)
const total = (all: { answered: number }[]) => all.reduce((sum, { answered }) => sum + answered, 0)

describe('four processes that fire at once', () => {
  it('keep requests, tokens and parallel calls within the limits, measured at the server over more than a minute', async () => {
    const rate = await bench.model('m-rate', { tier: 'small' })
    const tokens = await bench.model('m-tokens', { tier: 'large' })
    const parallel = await bench.model('m-parallel', { tier: 'standard' })
    await bench.limit(rate, { requestsPerMinute: 30 })
    await bench.limit(tokens, { tokensPerMinute: 6000 })
    await bench.limit(parallel, { parallelCalls: 3 })
    bench.server.script('m-rate', { say: 'ok', delayMs: 5 })
    bench.server.script('m-tokens', { say: 'ok', usage: [80, 120], delayMs: 5 })
    bench.server.script('m-parallel', { say: 'ok', delayMs: 30 })

    await catalogsTurn()
    const tiers = { 'm-rate': 'small', 'm-tokens': 'large', 'm-parallel': 'standard' } as const
    const fire = (name: keyof typeof tiers, times: number, untilMs: number) => {
      const given = errand(name, times, untilMs, 20_000)
      // Another tier each, so that none stands in for another.
      given.request.agent.tier = tiers[name]
      return given
    }
    const [first, second, third, fourth] = processes
    const done = await Promise.all([
      first?.run(fire('m-rate', 40, 75_000)),
      second?.run(fire('m-rate', 40, 75_000)),
      third?.run(fire('m-tokens', 60, 66_000)),
      fourth?.run(fire('m-parallel', 60, 66_000)),
    ])
    expect(done.flatMap((each) => each?.odd)).toEqual([])

    const rated = seenOf('m-rate')
    expect(mostWithin(rated, 60_000)).toBe(30)
    // And the second minute came as well.
    expect(rated.length).toBeGreaterThan(30)
    const counted = seenOf('m-tokens')
    const most = mostWithin(counted, 60_000, (one) => one.tokens)
    expect(most).toBeLessThanOrEqual(6000)
    expect(most).toBeGreaterThan(4500)
    // How many meet at the server is up to the machine; never more than may.
    expect(mostAtOnce(seenOf('m-parallel'))).toBeLessThanOrEqual(3)
    expect(mostAtOnce(seenOf('m-parallel'))).toBeGreaterThan(1)
    expect(done[3]?.answered).toBe(60)
  }, 120_000)

  it('share one provider over several models, and more parallel calls than slots all get their turn', async () => {
    await bench.model('m-one')
    await bench.limit(bench.providerId, { parallelCalls: 4, requestsPerMinute: 120 })
    await catalogsTurn()
    bench.server.script('m-one', { say: 'ok', delayMs: 20 })
    const done = await Promise.all(processes.map((one) => one.run(errand('m-one', 25, 20_000, 40_000))))
    expect(done.flatMap(({ odd }) => odd)).toEqual([])
    expect(total(done)).toBe(100)
    expect(mostAtOnce(bench.server.seen)).toBeLessThanOrEqual(4)
    expect(mostAtOnce(bench.server.seen)).toBeGreaterThan(1)
    expect(bench.server.seen).toHaveLength(100)
    expect(await bench.db.prisma.serviceSlot.count()).toBe(0)
    expect(await bench.db.prisma.callTicket.count()).toBe(0)
  })
})

describe('a storm of 429', () => {
  it.each([
    ['in seconds', () => ({ status: 429, headers: { 'retry-after': '3' } })],
    ['as a date', () => ({ status: 429, retryAt: Date.now() + 4000 })],
  ])('is waited out by all processes, retry-after %s', async (_, move) => {
    await bench.model('m-one')
    await catalogsTurn()
    bench.server.script('m-one', move())
    const work = Promise.all(processes.map((one) => one.run(errand('m-one', 5, 20_000, 12_000))))
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const limited = bench.server.seen.length
    bench.server.script('m-one', { say: 'ok' })
    const done = await work
    expect(done.flatMap(({ odd }) => odd)).toEqual([])
    expect(total(done)).toBe(20)
    const [earliest, last] = [bench.server.seen[0], bench.server.seen[limited - 1]]
    const after = bench.server.seen.slice(limited)
    expect(after.length).toBe(20)
    // What was sent before the first answer came is the storm's beginning: short, and over.
    expect((last?.at ?? 0) - (earliest?.at ?? 0)).toBeLessThan(1000)
    const quiet = (after[0]?.at ?? 0) - (last?.endedAt ?? 0)
    expect(quiet).toBeGreaterThan(2990)
  })
})

describe('a crash', () => {
  it('gives the slot back when its lease ends, not before', async () => {
    const model = await bench.model('m-one')
    await bench.limit(model, { parallelCalls: 1 })
    bench.server.script('m-one', { hang: 'before headers' })
    const victim = await startPoolProcess(bench.url, secretKey)
    void victim.run(errand('m-one', 1, 0, 1500)).catch(() => undefined)
    while (!bench.server.seen.length) await new Promise((resolve) => setTimeout(resolve, 20))
    victim.kill()
    const began = performance.now()
    bench.server.script('m-one', { say: 'ok' })
    await bench.pool.ask(bench.request({ timeoutMs: 30_000 }))
    const waited = performance.now() - began
    // The call's own 1.5 s and 5 s of grace, less what had passed when it was killed.
    expect(waited).toBeGreaterThan(5000)
    expect(waited).toBeLessThan(9000)
  })

  it('in the line holds up nobody for longer than two seconds', async () => {
    const model = await bench.model('m-one')
    await bench.limit(model, { parallelCalls: 1 })
    bench.server.script('m-one', { say: 'ok' })
    const past = new Date(Date.now() - 60_000)
    await bench.db.pool.query(
      `insert into call_ticket(gate, ticket, due, tokens, alive_until)
       values ($1, 'gone', $2, 10, clock_timestamp() + interval '2 seconds')`,
      [model, past],
    )
    const began = performance.now()
    await bench.pool.ask(bench.request({ timeoutMs: 10_000 }))
    expect(performance.now() - began).toBeGreaterThan(1500)
    expect(performance.now() - began).toBeLessThan(9000)
  })
})

describe('requests of one call', () => {
  it('count each, also when an endpoint wants to be asked in another way', async () => {
    const model = await bench.model('m-one')
    await bench.limit(model, { requestsPerMinute: 3 })
    const complaint = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    const noSchema = 'response_format json_schema is not supported'
    bench.server.script(
      'm-one',
      { status: 400, message: complaint },
      { status: 400, message: noSchema },
      { say: 'ok' },
    )
    await bench.pool.ask(bench.request())
    expect(bench.server.seen).toHaveLength(3)
    await expect(bench.pool.ask(bench.request())).rejects.toMatchObject({ code: 'model_failed' })
    expect(bench.server.seen).toHaveLength(3)
  })

  it('never fit where they may need more tokens than a minute has: that is no reason to wait', async () => {
    const model = await bench.model('m-one')
    await bench.limit(model, { tokensPerMinute: 400 })
    await expect(bench.pool.ask(bench.request())).rejects.toMatchObject({
      code: 'model_failed',
      retryable: false,
      retryAfterMs: undefined,
      message: expect.stringContaining('takes fewer tokens a minute') as string,
    })
    expect(bench.server.seen).toEqual([])
  })

  it('are counted by what they used: what was reserved beyond it comes back', async () => {
    const model = await bench.model('m-one')
    await bench.limit(model, { tokensPerMinute: 2000 })
    bench.server.script('m-one', { say: 'ok', usage: [100, 20] })
    for (let i = 0; i < 8; i++) await bench.pool.ask(bench.request())
    const { rows } = await bench.db.pool.query<{ tokens: number }>('select tokens from guard_states($1)', [
      bench.workspaceId,
    ])
    expect(rows).toEqual([{ tokens: 8 * 120 }])
  })
})

it('limits that are set take hold for pools that run already', async () => {
  const model = await bench.model('m-one')
  bench.server.script('m-one', { say: 'ok' })
  const other = openDb(bench.url, 3)
  const running = createModelPool({ db: other, secrets: () => box })
  await running.ask(bench.request())
  await bench.limit(model, { requestsPerMinute: 1 })
  await running.ask(bench.request())
  await expect(running.ask(bench.request({ timeoutMs: 1000 }))).rejects.toMatchObject({
    code: 'model_failed',
  })
  expect(bench.server.seen).toHaveLength(2)
  await other.close()
})
