import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { saying } from '@/server/engine/testing/engine-bench'
import type { Move } from '@/server/models/testing/scripted-server'
import { costSummary } from '../cost/summary'
import { startTrial } from './start'
import { stopTrials } from './stop'
import { input, startTrialDesk, type TrialDesk } from './testing/trial-desk'

let desk: TrialDesk
beforeAll(async () => {
  desk = await startTrialDesk()
})
beforeEach(() => desk.empty())
afterAll(() => desk.close())

const CAP = 45_000n
const answer = saying({ deal_id: 'D-1', amount: 5 })
const odd: [string, Move[]][] = [
  ['tells what it used', [answer]],
  ['tells far more than was reserved', [{ ...answer, usage: [900_000, 900_000] }]],
  ['tells no usage', [{ ...answer, usage: null }]],
  ['breaks off', [{ cut: true }]],
  ['hangs up, then answers', [{ reset: true }, answer]],
  ['answers what is no answer', [{ raw: 'no JSON' }]],
  ['answers slowly', [{ ...answer, delayMs: 700 }]],
]

/** What the budget's account says, once nothing is under way. */
async function account(budget: string) {
  for (const until = Date.now() + 20_000; ; await sleep(100)) {
    const under = await desk.db.prisma.modelCall.count({ where: { status: 'reserved' } })
    const accounts = await desk.db.prisma.budgetAccount.findMany({ where: { budgetId: budget } })
    const sum = (pick: (one: (typeof accounts)[number]) => bigint) =>
      accounts.reduce((all, one) => all + pick(one), 0n)
    const now = { spent: sum((one) => one.spentMicros), reserved: sum((one) => one.reservedMicros) }
    if (under === 0 && now.reserved === 0n) return now
    if (Date.now() > until) throw new Error(`${under} calls and ${now.reserved} are still reserved`)
  }
}

/** Waits for trials as long as that takes no longer than people would: what is tried again and again is stopped then. */
async function settled(ids: string[]): Promise<void> {
  for (const until = Date.now() + 8000; Date.now() < until; await sleep(100)) {
    const runs = await desk.db.prisma.run.findMany({ where: { id: { in: ids } } })
    if (runs.every(({ status }) => !['running', 'queued'].includes(status))) return
  }
}

describe.each(odd)('trials of a model that %s', (_name, moves) => {
  it.each([1, 4, 20])(
    '%i at once spend no more than there is, and leave nothing reserved',
    async (many) => {
      await desk.model('m-one')
      desk.server.script('m-one', ...moves)
      const budget = await desk.budget('workspace', desk.workspaceId, 'month', CAP)
      const slug = await desk.team()
      const trials = await Promise.all(
        Array.from({ length: many }, () => startTrial(desk.operator, { slug, tried: { input } })),
      )
      // Some are stopped in the midst of their calls.
      if (many > 4) {
        await sleep(250)
        await stopTrials(desk.operator, { slug, ids: trials.slice(0, 5).map(({ id }) => id) })
      }
      await settled(trials.map(({ run }) => run))
      await stopTrials(desk.operator, { slug })
      const under = { id: { in: trials.map(({ run }) => run) }, endedAt: null }
      expect(await desk.db.prisma.run.count({ where: under })).toBe(0)
      const { spent } = await account(budget)
      expect(spent).toBeLessThanOrEqual(CAP)
      const calls = await desk.db.prisma.modelCall.aggregate({ _sum: { costMicros: true } })
      expect(calls._sum.costMicros ?? 0n).toBe(spent)
      const today = new Date().toISOString().slice(0, 10)
      const summary = await costSummary(desk.operator, { by: 'agent', from: '2020-01-01', to: today })
      const shown = summary.groups.reduce((sum, { micros }) => sum + BigInt(micros), 0n)
      expect(shown).toBe(spent)
    },
    120_000,
  )
})
