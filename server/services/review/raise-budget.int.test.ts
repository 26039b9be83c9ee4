import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'
import { decideReview } from './decide'

let two: TwoWorkspaces
beforeAll(async () => {
  two = await startTwoWorkspaces()
})
afterAll(() => two.close())

const capOf = async (id: string) =>
  (await two.db.prisma.budget.findUniqueOrThrow({ where: { id } })).capMicros

async function raise(capMicros: string, between: (budget: string) => Promise<void>) {
  const { review, digest, budget, run } = await two.blocked()
  await between(budget)
  const verdict = { decision: 'raise' as const, digest, reason: '', capMicros }
  await decideReview(two.asA(['admin']), { id: review, verdict })
  return { budget, run }
}

it('a raise never lowers what somebody has raised further meanwhile', async () => {
  const { budget, run } = await raise('900000', async (budgetId) => {
    // Committed, and the step is not let go on yet.
    const raised = { data: { capMicros: 5_000_000n } }
    await two.db.prisma.budget.updateMany({ where: { id: budgetId }, ...raised })
    await two.db.prisma.budgetAccount.updateMany({ where: { budgetId }, ...raised })
  })
  expect(await capOf(budget)).toBe(5_000_000n)
  const account = await two.db.prisma.budgetAccount.findFirstOrThrow({ where: { budgetId: budget } })
  expect(account.capMicros).toBe(5_000_000n)
  expect((await two.bench.settled(run)).status).toBe('waiting')
})

it('windows that are over keep what was spent under their own cap', async () => {
  const { budget } = await raise('900000', async (budgetId) => {
    const spent = { capMicros: 9_000_000n, spentMicros: 8_000_000n }
    await two.db.prisma.budgetAccount.create({
      data: { id: 'acc_old', budgetId, window: '2020-01-01', hard: true, ...spent },
    })
  })
  expect(await capOf(budget)).toBe(900_000n)
  const old = await two.db.prisma.budgetAccount.findUniqueOrThrow({ where: { id: 'acc_old' } })
  expect(old.capMicros).toBe(9_000_000n)
})
