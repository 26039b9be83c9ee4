import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BUDGET_PERIODS, windowOf, windowOfBudget } from '@/domain/budget/window'
import { settleCalls } from './ledger'
import { startBench, type Bench } from './testing/fixtures'

let bench: Bench
beforeAll(async () => void (bench = await startBench()))
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.empty()
  await bench.model('m-one')
  bench.server.script('m-one', { say: 'ok', usage: [100, 10] })
})

const accounts = () => bench.db.prisma.budgetAccount.findMany({ orderBy: { window: 'asc' } })
const inTeam = async (team: string, capMicros: bigint) => {
  const id = await bench.budget('agent', 'writer', 'day', capMicros)
  await bench.db.prisma.budget.update({ where: { id }, data: { team } })
  return id
}
async function spend(teamId?: string) {
  const run = teamId === undefined ? undefined : { ...(await bench.run()), teamId }
  const { settle } = await bench.pool.ask(bench.request(run && { run }))
  await settleCalls(bench.db.pool, settle)
}

describe('which budgets a call counts in', () => {
  it('is each of agent, agent in the team, team and workspace, for the run, the day and the month', async () => {
    for (const period of BUDGET_PERIODS) {
      await bench.budget('workspace', bench.workspaceId, period, 1_000_000n)
      await bench.budget('team', 'team_1', period, 1_000_000n)
      await bench.budget('agent', 'writer', period, 1_000_000n)
      const id = await bench.budget('agent', 'other', period, 1_000_000n)
      await bench.db.prisma.budget.update({ where: { id }, data: { subject: 'writer', team: 'team_1' } })
    }
    await spend('team_1')
    const held = await accounts()
    expect(held).toHaveLength(12)
    expect(new Set(held.map(({ spentMicros }) => spentMicros))).toEqual(new Set([140n]))
  })

  it('of an agent in one team is no other team’s, and no call’s outside a run', async () => {
    const id = await inTeam('team_1', 1n)
    await spend('team_2')
    await spend()
    expect(await accounts()).toEqual([])
    await expect(spend('team_1')).rejects.toMatchObject({
      code: 'budget_blocked',
      details: { budgetId: id, team: 'team_1' },
    })
  })

  it('counts what the agent had spent in that team before', async () => {
    await spend('team_1')
    await spend('team_2')
    await inTeam('team_1', 1_000_000n)
    await spend('team_1')
    expect((await accounts()).map(({ spentMicros }) => spentMicros)).toEqual([280n])
  })
})

describe('a budget’s own time zone', () => {
  it('names its window, beside that of the workspace', async () => {
    const id = await bench.budget('workspace', bench.workspaceId, 'day', 1_000_000n)
    await bench.budget('workspace', bench.workspaceId, 'month', 1_000_000n)
    await bench.db.prisma.budget.update({ where: { id }, data: { timeZone: 'Pacific/Kiritimati' } })
    const before = new Date()
    await spend()
    const window = (period: 'day' | 'month', timeZone: string | null) =>
      windowOfBudget({ period, timeZone }, before, 'Europe/Berlin')
    expect((await accounts()).map((account) => account.window).toSorted()).toEqual(
      [window('month', null), window('day', 'Pacific/Kiritimati')].toSorted(),
    )
  })

  it('begins anew with what was spent in its day there when it is given another', async () => {
    const id = await bench.budget('workspace', bench.workspaceId, 'month', 1_000_000n)
    await spend()
    await bench.db.prisma.budget.update({ where: { id }, data: { timeZone: 'Asia/Tokyo' } })
    await spend()
    // Unless the month has just begun in one of the two, both have seen both.
    const [own] = (await accounts()).filter(({ window }) => window.endsWith('@Asia/Tokyo'))
    expect(own?.spentMicros).toBe(280n)
  })
})

describe('windows in the database', () => {
  const windowAt = async (period: string, zone: string, at: string): Promise<string | undefined> => {
    const text = `select budget_window($1, null, 'day', 'month', $2, $3::timestamptz) as window`
    const { rows } = await bench.db.pool.query<{ window: string }>(text, [period, zone, at])
    return rows[0]?.window
  }
  const begins = async (window: string, zone: string): Promise<string | undefined> => {
    const { rows } = await bench.db.pool.query<{ at: Date | null }>(
      'select budget_window_begins($1, $2) as at',
      [window, zone],
    )
    return rows[0]?.at?.toISOString()
  }

  it('are those of the domain, on the days that the clock changes too', async () => {
    const moments = [
      ['Europe/Berlin', '2026-03-28T22:59:59Z'],
      ['Europe/Berlin', '2026-03-28T23:00:00Z'],
      ['Europe/Berlin', '2026-10-25T22:59:59Z'],
      ['Europe/Berlin', '2026-10-25T23:00:00Z'],
      ['America/Santiago', '2026-09-06T03:59:59Z'],
      ['America/Santiago', '2026-09-06T04:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T13:00:00Z'],
      ['Pacific/Apia', '2026-12-31T11:00:00Z'],
    ] as const
    for (const [zone, at] of moments)
      for (const period of ['day', 'month'] as const)
        expect([zone, at, await windowAt(period, zone, at)]).toEqual([
          zone,
          at,
          `${windowOf(period, new Date(at), zone)}@${zone}`,
        ])
  })

  it.each([
    ['a usual day', '2026-11-21', 'Europe/Berlin', '2026-11-20T23:00:00.000Z'],
    ['23 hours', '2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['25 hours', '2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['the day after it', '2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['a day without a midnight', '2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['a day with two', '2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    ['a month', '2026-11', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['a zone of its own', '2026-11-21@Asia/Tokyo', 'Europe/Berlin', '2026-11-20T15:00:00.000Z'],
    ['a run', 'run:run_1', 'Europe/Berlin', undefined],
  ])('begin where they do: %s', async (_, window, zone, at) => {
    expect(await begins(window, zone)).toBe(at)
  })
})

describe('warnings', () => {
  const warnings = () => bench.db.prisma.budgetWarning.findMany({ orderBy: { capMicros: 'asc' } })

  it('are noted once for a window and a limit, whether it is hard or soft', async () => {
    await bench.db.prisma.budgetWarning.deleteMany()
    const soft = await bench.budget('workspace', bench.workspaceId, 'day', 300n, false)
    await bench.budget('agent', 'writer', 'day', 1_000_000n)
    await spend()
    expect(await warnings()).toEqual([])
    await spend()
    expect(await warnings()).toMatchObject([
      { budgetId: soft, capMicros: 300n, spentMicros: 280n, warnPercent: 80, recordedAt: null },
    ])
    await spend()
    expect(await warnings()).toHaveLength(1)

    await bench.db.prisma.budget.update({ where: { id: soft }, data: { capMicros: 600n, warnPercent: 90 } })
    await bench.db.prisma.budgetAccount.updateMany({ where: { budgetId: soft }, data: { capMicros: 600n } })
    await spend()
    expect(await warnings()).toMatchObject([
      { capMicros: 300n },
      { capMicros: 600n, spentMicros: 560n, warnPercent: 90 },
    ])
  })
})
