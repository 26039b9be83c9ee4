import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { goOnWithin } from '@/server/engine/go-on-within'
import { letters, publishable } from '@/server/engine/testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { wakeDue } from '@/server/engine/wake-due'
import { putBudget } from '../budget/put'
import { removeBudget } from '../budget/remove'
import { waitingFor } from '../overview/waiting-for'
import { startRun } from '../run/start'
import { decideReview } from './decide'
import { getReview } from './get'
import { listReviews } from './list'

let bench: EngineBench
let waker: NodeJS.Timeout
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.model('m-writer')
  await bench.team('letters', publishable(letters({}, { atOnce: 12 })))
})
afterAll(() => bench.close())
beforeEach(async () => {
  waker = setInterval(() => void wakeDue(bench.db.pool), 200)
  await bench.db.prisma.budget.deleteMany()
  await bench.db.prisma.budgetAccount.deleteMany()
  bench.server.script('m-writer', saying({ text: 'Hi' }))
})
afterEach(() => clearInterval(waker))

const admin = () => bench.context(['admin', 'reviewer'], 'usr_admin')
const start = async (lines: number) => {
  const input = { lines: Array.from({ length: lines }, (_, i) => ({ sku: `s${i}` })) }
  return (await startRun(bench.context(['operator']), { team: 'letters', input })).id
}
const month = (capMicros: bigint) => bench.budget('workspace', bench.workspaceId, 'month', capMicros)
const reviewsOf = (runId: string) =>
  bench.db.prisma.review.findMany({ where: { runId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
const openOf = async (runId: string) => (await reviewsOf(runId)).filter(({ status }) => status === 'open')
/** Once all of its steps that can be refused have been. */
async function blocked(runId: string, steps: number): Promise<void> {
  await expect.poll(async () => (await openOf(runId)).length, { timeout: 20_000 }).toBe(steps)
  expect((await bench.settled(runId)).status).toBe('blocked')
}
const decidedOnRecord = async (runId: string) =>
  (await bench.db.prisma.recordEntry.findMany({ where: { runId, kind: 'review.decided' } })).map(
    ({ body }) => JSON.parse(Buffer.from(body).toString()) as { actor: Actor; data: Record<string, unknown> },
  )
async function raise(runId: string, capMicros: string) {
  const [first] = await openOf(runId)
  const { digest } = await getReview(admin(), { id: first!.id })
  const verdict = { decision: 'raise' as const, digest, reason: 'go on', capMicros }
  return { first: first!.id, ...(await decideReview(admin(), { id: first!.id, verdict })) }
}
/** As if everything so far had happened in a month that is over. */
async function monthAgo(): Promise<void> {
  const { pool } = bench.db
  await pool.query(`update model_call set started_at = started_at - interval '40 days'`)
  await pool.query(
    `update budget_account set id = budget_account_id(budget_id, '2020-01'), "window" = '2020-01'`,
  )
  await pool.query(
    `update review set view = jsonb_set(view, '{budget,window}', '"2020-01"') where status = 'open' and kind = 'budget'`,
  )
}

it('asks one question for all steps of a run, and one raise answers for all of them', async () => {
  await month(1n)
  const id = await start(12)
  await blocked(id, 12)
  const listed = await listReviews(admin(), {})
  const [first] = await openOf(id)
  expect(listed).toMatchObject([{ id: first?.id, kind: 'budget', alike: { steps: 12, runs: 1 }, mine: true }])
  expect(await getReview(admin(), { id: first!.id })).toMatchObject({ alike: { steps: 12, runs: 1 } })
  expect(await waitingFor(admin(), bench.workspaceId)).toMatchObject({ mine: 1, open: 1 })

  const sent = bench.service.arrivals.length
  const raised = await raise(id, '100000000')
  expect(raised.along).toBe(11)
  expect(await openOf(id)).toEqual([])
  await expect.poll(async () => (await bench.settled(id)).status, { timeout: 20_000 }).toBe('done')
  expect(bench.service.arrivals.length - sent).toBe(12)

  const reviews = await reviewsOf(id)
  expect(reviews).toHaveLength(12)
  for (const { id: review, status, decidedBy, verdict, digest } of reviews) {
    expect({ status, decidedBy, verdict }).toMatchObject({
      status: 'decided',
      decidedBy: { id: 'usr_admin' },
      verdict: { decision: 'raise', digest },
    })
    if (review !== raised.first) expect(verdict).toMatchObject({ reason: 'The budget is raised to $100.00.' })
  }
  const entries = await decidedOnRecord(id)
  expect(entries.map(({ data }) => data['review']).sort()).toEqual(reviews.map((review) => review.id).sort())
  expect(new Set(entries.map(({ actor }) => actor.id))).toEqual(new Set(['usr_admin']))
  expect(await listReviews(admin(), {})).toEqual([])
})

it('lets steps that still do not fit ask again, with the figures of now', async () => {
  await month(1n)
  const id = await start(6)
  await blocked(id, 6)
  const { spentMicros, neededMicros } = (await getReview(admin(), { id: (await openOf(id))[0]!.id })).view
    .budget!
  // A call costs 180 in the end: after two of them the next one's worst case does not fit.
  const cap = BigInt(spentMicros) + BigInt(neededMicros) + 300n
  await raise(id, cap.toString())
  await expect.poll(async () => (await openOf(id)).length, { timeout: 20_000 }).toBe(4)
  expect((await bench.settled(id)).status).toBe('blocked')
  for (const review of await openOf(id)) expect(review.askedCapMicros).toBe(cap)
  expect((await listReviews(admin(), {})).map(({ alike }) => alike)).toEqual([{ steps: 4, runs: 1 }])
  // Nothing has changed since they asked.
  expect(await goOnWithin(bench.db)).toBe(0)
  await raise(id, '100000000')
  await expect.poll(async () => (await bench.settled(id)).status, { timeout: 20_000 }).toBe('done')
})

it('lets the steps of all runs go on when the budget is raised, made soft or removed under costs', async () => {
  const reason = 'Agreed for the month'
  const set = { scope: 'workspace' as const, subject: '', period: 'month' as const, reason }
  for (const change of [
    (_: string) => putBudget(admin(), { ...set, hard: true, capMicros: 100_000_000n }),
    (_: string) => putBudget(admin(), { ...set, hard: false, capMicros: 1n }),
    (id: string) => removeBudget(admin(), { id, reason }),
  ]) {
    await bench.db.prisma.budgetAccount.deleteMany()
    await bench.db.prisma.budget.deleteMany()
    const budget = await month(1n)
    const runs = [await start(2), await start(3)]
    for (const [index, id] of runs.entries()) await blocked(id, index + 2)
    expect((await listReviews(admin(), {})).map(({ alike }) => alike)).toEqual([
      { steps: 5, runs: 2 },
      { steps: 5, runs: 2 },
    ])
    await change(budget)
    for (const id of runs) {
      await expect.poll(async () => (await bench.settled(id)).status, { timeout: 20_000 }).toBe('done')
      expect(await decidedOnRecord(id)).toHaveLength((await reviewsOf(id)).length)
    }
  }
})

it('lets steps go on by itself once the window begins anew', async () => {
  await month(1n)
  const id = await start(3)
  await blocked(id, 3)
  // What one month had no room for, the next one has.
  await bench.db.prisma.budget.updateMany({ data: { capMicros: 100_000_000n } })
  await monthAgo()
  expect(await goOnWithin(bench.db, 'ws_other')).toBe(0)
  expect(await goOnWithin(bench.db)).toBe(3)
  bench.queue.kick()
  await expect.poll(async () => (await bench.settled(id)).status, { timeout: 20_000 }).toBe('done')
  const entries = await decidedOnRecord(id)
  expect(entries.map(({ actor, data }) => [actor.id, data['decision'], data['because']])).toEqual(
    entries.map(() => ['engine', 'retry', 'anew']),
  )
})

it('finds steps that asked while the budget was being raised', async () => {
  await month(1n)
  const id = await start(2)
  await blocked(id, 2)
  const by = { kind: 'person', id: 'usr_ada', name: 'Ada' }
  await bench.db.prisma.budget.updateMany({ data: { capMicros: 100_000_000n, updatedBy: by } })
  await bench.db.prisma.budgetAccount.updateMany({ data: { capMicros: 100_000_000n } })
  // Two who look at the same moment do it once.
  const counts = await Promise.all([goOnWithin(bench.db), goOnWithin(bench.db)])
  expect(counts[0] + counts[1]).toBe(2)
  bench.queue.kick()
  await expect.poll(async () => (await bench.settled(id)).status, { timeout: 20_000 }).toBe('done')
  expect((await decidedOnRecord(id)).map(({ actor }) => actor.id)).toEqual(['usr_ada', 'usr_ada'])
})

it('ends one run alone: the others still ask', async () => {
  await month(1n)
  const runs = [await start(3), await start(3)]
  for (const id of runs) await blocked(id, 3)
  const [one = '', other = ''] = runs
  const [first] = await openOf(one)
  const verdict = { decision: 'reject' as const, digest: first!.digest, reason: 'too dear' }
  await decideReview(admin(), { id: first!.id, verdict })
  expect((await bench.settled(one)).status).toBe('failed')
  expect(await openOf(one)).toEqual([])
  expect(await openOf(other)).toHaveLength(3)
  expect((await listReviews(admin(), {})).map(({ runId, alike }) => [runId, alike])).toEqual([
    [other, { steps: 3, runs: 1 }],
  ])
  await raise(other, '100000000')
  await expect.poll(async () => (await bench.settled(other)).status, { timeout: 20_000 }).toBe('done')
})
