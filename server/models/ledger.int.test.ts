import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { windowOf } from '@/domain/budget/window'
import { settleCalls } from './ledger'
import { PoolError } from './pool'
import { reapCalls } from './reap'
import { settleOf, startBench, type Bench } from './testing/fixtures'

let bench: Bench
beforeAll(async () => void (bench = await startBench()))
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.empty()
  await bench.model('m-one')
  bench.server.script('m-one', { say: 'ok', usage: [1000, 50] })
})

const account = async (budgetId: string) => {
  const { spentMicros, reservedMicros, earlierMicros, overMicros, capMicros } =
    await bench.db.prisma.budgetAccount.findFirstOrThrow({
      where: { budgetId },
    })
  return {
    spent: spentMicros + overMicros,
    reserved: reservedMicros + earlierMicros,
    cap: capMicros,
  }
}

describe('a hard cap', () => {
  it('holds against 100 reservations at once, whose accounts all open at once', async () => {
    const workspace = await bench.budget('workspace', bench.workspaceId, 'month', 40_000n)
    await bench.budget('team', 'team_1', 'day', 1_000_000n)
    await bench.budget('agent', 'writer', 'day', 1_000_000n)
    await bench.budget('agent', 'reader', 'day', 1_000_000n)
    const run = await bench.run()
    const asked = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) =>
        bench.pool.ask(
          bench.request({
            run,
            timeoutMs: 2000,
            agent: { slug: i % 2 ? 'writer' : 'reader', tier: 'standard', models: [] },
          }),
        ),
      ),
    )
    const went = asked.flatMap((result) => (result.status === 'fulfilled' ? [settleOf(result.value)] : []))
    const blocked = asked.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    )
    expect(blocked.every((error) => error instanceof PoolError && error.code === 'budget_blocked')).toBe(true)
    const each = went[0]?.reservedMicros ?? 0n
    expect(BigInt(went.length)).toBe(40_000n / each)
    expect(await account(workspace)).toEqual({
      spent: 0n,
      reserved: each * BigInt(went.length),
      cap: 40_000n,
    })
    expect(bench.server.seen).toHaveLength(went.length)

    await Promise.all(went.map((settlement) => settleCalls(bench.db.pool, [settlement])))
    expect(await account(workspace)).toMatchObject({ spent: 1200n * BigInt(went.length), reserved: 0n })
    const { spentMicros } = await bench.db.prisma.run.findUniqueOrThrow({ where: { id: run.id } })
    expect(spentMicros).toBe(1200n * BigInt(went.length))
  })

  it('lets none of 100 out of an account that opens above it, and knows what was spent when it is raised', async () => {
    await bench.pool.ask(bench.request())
    const budget = await bench.budget('agent', 'writer', 'day', 1000n)
    const run = await bench.run()
    const askedAtOnce = async () => {
      const asked = await Promise.allSettled(
        Array.from({ length: 100 }, () => bench.pool.ask(bench.request({ run, timeoutMs: 2000 }))),
      )
      return asked.flatMap((result) => (result.status === 'fulfilled' ? [settleOf(result.value)] : []))
    }
    const raise = async (capMicros: bigint) => {
      await bench.db.prisma.budget.update({ where: { id: budget }, data: { capMicros } })
      await bench.db.prisma.budgetAccount.updateMany({ where: { budgetId: budget }, data: { capMicros } })
    }
    expect(await askedAtOnce()).toEqual([])
    expect(await account(budget)).toEqual({ spent: 1200n, reserved: 0n, cap: 1000n })
    await raise(1200n)
    expect(await askedAtOnce()).toEqual([])
    await raise(10_000n)
    const went = await askedAtOnce()
    const each = went[0]?.reservedMicros ?? 0n
    expect(BigInt(went.length)).toBe((10_000n - 1200n) / each)
    await Promise.all(went.map((settlement) => settleCalls(bench.db.pool, [settlement])))
    expect(await account(budget)).toEqual({
      spent: 1200n * BigInt(went.length + 1),
      reserved: 0n,
      cap: 10_000n,
    })
  })

  it('lets 60 at once through a cap that holds their real costs, not all their worst cases', async () => {
    bench.server.script('m-one', { say: 'ok', usage: [100, 20] })
    // 60 × 180 spent at the end, and each may cost some 2100 before.
    const budgetId = await bench.budget('workspace', bench.workspaceId, 'day', 15_000n)
    const run = await bench.run()
    const answered = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const reply = await bench.pool.ask(bench.request({ run, timeoutMs: 20_000 }))
        return settleCalls(bench.db.pool, reply.settle)
      }),
    )
    expect(answered).toEqual(Array.from({ length: 60 }, () => 1))
    expect(await account(budgetId)).toEqual({ spent: 60n * 180n, reserved: 0n, cap: 15_000n })
  }, 30_000)

  it('waits for what is reserved no longer than for an answer, and ends at once when called off', async () => {
    bench.server.seen.length = 0
    await bench.budget('agent', 'writer', 'day', 3000n)
    const run = await bench.run()
    await bench.pool.ask(bench.request({ run }))
    const began = Date.now()
    await expect(bench.pool.ask(bench.request({ run, timeoutMs: 600 }))).rejects.toMatchObject({
      code: 'budget_blocked',
    })
    expect(Date.now() - began).toBeGreaterThan(590)
    const off = new AbortController()
    setTimeout(() => off.abort(new Error('worker stops')), 100)
    await expect(bench.pool.ask(bench.request({ run, signal: off.signal }))).rejects.toThrow('worker stops')
    expect(Date.now() - began).toBeLessThan(15_000)
    expect(bench.server.seen).toHaveLength(1)
  })

  it('says what a provider billed beyond what it was asked for, and stops there', async () => {
    const budget = await bench.budget('agent', 'writer', 'day', 2500n)
    bench.server.script('m-one', { say: 'ok', usage: [1000, 500] })
    const { settle } = await bench.pool.ask(bench.request({ run: await bench.run() }))
    expect(await settleCalls(bench.db.pool, settle)).toBe(1)
    expect(await account(budget)).toEqual({ spent: 3000n, reserved: 0n, cap: 2500n })
    expect((await bench.db.prisma.modelCall.findFirstOrThrow()).costMicros).toBe(3000n)
    await expect(bench.pool.ask(bench.request())).rejects.toMatchObject({ code: 'budget_blocked' })
  })

  it('keeps room for what is reserved while another call turns out dearer; both settle', async () => {
    const budget = await bench.budget('agent', 'writer', 'day', 4500n)
    bench.server.script('m-one', { say: 'ok', usage: [1000, 500] })
    const run = await bench.run()
    const first = settleOf(await bench.pool.ask(bench.request({ run })))
    const second = settleOf(await bench.pool.ask(bench.request({ run })))
    expect(await settleCalls(bench.db.pool, [first])).toBe(1)
    const { reservedMicros: reserved } = second
    expect(await account(budget)).toEqual({ spent: 3000n, reserved, cap: 4500n })
    // Of what is spent the account shows so much as there is room for beside the reservation.
    const held = await bench.db.prisma.budgetAccount.findFirstOrThrow({ where: { budgetId: budget } })
    expect(held).toMatchObject({ spentMicros: 4500n - reserved, overMicros: 3000n + reserved - 4500n })
    expect(await settleCalls(bench.db.pool, [second])).toBe(1)
    expect(await account(budget)).toEqual({ spent: 6000n, reserved: 0n, cap: 4500n })
  })

  it('gives out none of what was billed beyond a reservation when the cap is raised meanwhile', async () => {
    const budget = await bench.budget('agent', 'writer', 'day', 4500n)
    bench.server.script('m-one', { say: 'ok', usage: [1000, 500] })
    const run = await bench.run()
    const first = settleOf(await bench.pool.ask(bench.request({ run })))
    const second = settleOf(await bench.pool.ask(bench.request({ run })))
    await settleCalls(bench.db.pool, [first])
    const capMicros = 3000n + second.reservedMicros * 2n - 1n
    await bench.db.prisma.budget.update({ where: { id: budget }, data: { capMicros } })
    await bench.db.prisma.budgetAccount.updateMany({ where: { budgetId: budget }, data: { capMicros } })
    const request = bench.request({ run, timeoutMs: 300 })
    await expect(bench.pool.ask(request)).rejects.toMatchObject({ code: 'budget_blocked' })
  })

  it('counts what was spent before the budget was made, within its window', async () => {
    await bench.pool.ask(bench.request())
    const old = await bench.db.prisma.modelCall.findFirstOrThrow()
    const before = new Date(Date.now() - 40 * 86_400_000)
    await bench.db.prisma.modelCall.create({
      data: { ...old, error: undefined, id: 'call_old', startedAt: before },
    })
    const budget = await bench.budget('agent', 'writer', 'month', 100_000n)
    await bench.pool.ask(bench.request())
    expect(await account(budget)).toEqual({ spent: 2400n, reserved: 0n, cap: 100_000n })
  })
})

describe('a soft cap', () => {
  it('lets through and keeps count', async () => {
    const budget = await bench.budget('agent', 'writer', 'day', 10n, false)
    await bench.pool.ask(bench.request())
    expect(await account(budget)).toMatchObject({ spent: 1200n, reserved: 0n })
  })
})

describe('reaping', () => {
  const overdue = () => bench.db.pool.query("update model_call set expires_at = now() - interval '1 second'")

  it('leaves nothing reserved and counts what may have been billed', async () => {
    const budget = await bench.budget('agent', 'writer', 'day', 100_000n)
    const run = await bench.run()
    const { reservedMicros } = settleOf(await bench.pool.ask(bench.request({ run })))
    expect(await reapCalls(bench.db)).toBe(0)
    await overdue()
    const reaped = await Promise.all([reapCalls(bench.db), reapCalls(bench.db)])
    expect(reaped.reduce((sum, count) => sum + count)).toBe(1)
    expect(await account(budget)).toMatchObject({ spent: reservedMicros, reserved: 0n })
    expect(await bench.db.prisma.modelCall.findFirst()).toMatchObject({
      status: 'reaped',
      costMicros: reservedMicros,
      error: { code: 'outcome_unknown' },
    })
    const { spentMicros } = await bench.db.prisma.run.findUniqueOrThrow({ where: { id: run.id } })
    expect(spentMicros).toBe(reservedMicros)
  })

  it('is put right when the call reports late', async () => {
    const budget = await bench.budget('agent', 'writer', 'day', 100_000n)
    const run = await bench.run()
    const { settle } = await bench.pool.ask(bench.request({ run }))
    await overdue()
    await reapCalls(bench.db)
    expect(await settleCalls(bench.db.pool, settle)).toBe(1)
    expect(await account(budget)).toMatchObject({ spent: 1200n, reserved: 0n })
    const { spentMicros } = await bench.db.prisma.run.findUniqueOrThrow({ where: { id: run.id } })
    expect(spentMicros).toBe(1200n)
  })
})

describe('settling', () => {
  it('counts a call once, also when it is given twice at a time', async () => {
    const budget = await bench.budget('agent', 'writer', 'day', 100_000n)
    const { settle } = await bench.pool.ask(bench.request({ run: await bench.run() }))
    expect(await settleCalls(bench.db.pool, [...settle, ...settle])).toBe(1)
    expect(await account(budget)).toMatchObject({ spent: 1200n, reserved: 0n })
  })

  it('undoes itself with the transaction it stands in', async () => {
    const budget = await bench.budget('agent', 'writer', 'day', 100_000n)
    const { settle } = await bench.pool.ask(bench.request({ run: await bench.run() }))
    const client = await bench.db.pool.connect()
    await client.query('begin')
    await settleCalls(client, settle)
    await client.query('rollback')
    client.release()
    expect(await account(budget)).toMatchObject({ spent: 0n, reserved: settleOf({ settle }).reservedMicros })
  })

  it('opens a new account each day as the workspace lives it', async () => {
    await bench.budget('agent', 'writer', 'day', 100_000n)
    await bench.pool.ask(bench.request())
    const { window } = await bench.db.prisma.budgetAccount.findFirstOrThrow()
    expect(window).toBe(windowOf('day', new Date(), 'Europe/Berlin'))
  })
})
