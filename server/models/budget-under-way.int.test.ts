import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { settleCalls } from './ledger'
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

describe('a budget that is made, or removed and set again, while calls are under way', () => {
  it.each(['month', 'day', 'run'])(
    'counts what they have reserved, then what they cost: %s',
    async (period) => {
      const subject = period === 'run' ? 'team' : 'agent'
      const make = () => bench.budget(subject, subject === 'team' ? 'team_1' : 'writer', period, 100_000n)
      const remove = async (id: string) => {
        await bench.db.prisma.budget.delete({ where: { id } })
        await bench.db.prisma.budgetAccount.deleteMany({ where: { budgetId: id } })
      }
      const run = await bench.run()
      const first = settleOf(await bench.pool.ask(bench.request({ run })))
      const once = await make()
      const second = settleOf(await bench.pool.ask(bench.request({ run })))
      const both = first.reservedMicros + second.reservedMicros
      expect(await account(once)).toMatchObject({ spent: 0n, reserved: both })
      await remove(once)
      const again = await make()
      const third = settleOf(await bench.pool.ask(bench.request({ run })))
      expect(await account(again)).toMatchObject({ spent: 0n, reserved: both + third.reservedMicros })
      await settleCalls(bench.db.pool, [first, second, third])
      expect(await account(again)).toEqual({ spent: 3600n, reserved: 0n, cap: 100_000n })
    },
  )

  it('lets nothing more out than fits beside them', async () => {
    const run = await bench.run()
    const first = settleOf(await bench.pool.ask(bench.request({ run })))
    const budget = await bench.budget('agent', 'writer', 'day', first.reservedMicros * 2n - 1n)
    const refused = bench.pool.ask(bench.request({ run, timeoutMs: 300 }))
    await expect(refused).rejects.toMatchObject({ code: 'budget_blocked' })
    await settleCalls(bench.db.pool, [first])
    const second = settleOf(await bench.pool.ask(bench.request({ run })))
    expect(await account(budget)).toMatchObject({ spent: 1200n, reserved: second.reservedMicros })
  })

  it('may be made smaller than what they have reserved', async () => {
    const run = await bench.run()
    const first = settleOf(await bench.pool.ask(bench.request({ run })))
    const budget = await bench.budget('agent', 'writer', 'day', 10n)
    const refused = bench.pool.ask(bench.request({ run, timeoutMs: 300 }))
    await expect(refused).rejects.toMatchObject({ code: 'budget_blocked' })
    await settleCalls(bench.db.pool, [first])
    expect(await account(budget)).toEqual({ spent: 1200n, reserved: 0n, cap: 10n })
  })

  it('is not seen by a call before those are written down that looked before it was there', async () => {
    const client = await bench.db.pool.connect()
    try {
      await client.query('begin')
      await client.query("select pg_advisory_xact_lock_shared(hashtext('budget'))")
      let made = false
      const making = bench.budget('agent', 'writer', 'day', 100_000n).then(() => (made = true))
      await waiting()
      expect(made).toBe(false)
      await client.query('commit')
      await making
    } finally {
      client.release()
    }
  })
  const waiting = async () => {
    for (let found = 0; !found;) {
      const text = "select count(*)::int as found from pg_locks where locktype = 'advisory' and not granted"
      found = (await bench.db.pool.query<{ found: number }>(text)).rows[0]?.found ?? 0
    }
  }
})
