import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { getRun } from '@/server/services/run/get'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from './testing/bundle'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
let model: string
beforeAll(async () => {
  bench = await startEngineBench()
  model = (await bench.db.prisma.model.findFirstOrThrow()).id
  await bench.team('deals', dealBundle({ agent: { retries: 0, repairs: 0, timeoutSeconds: 6 } }))
  await bench.team('hasty', dealBundle({ agent: { retries: 1, repairs: 0, timeoutSeconds: 1 } }))
})
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.db.prisma.serviceGuard.deleteMany()
  await bench.db.prisma.serviceSlot.deleteMany()
  await bench.db.prisma.callTicket.deleteMany()
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 1 }))
})

const operator = () => bench.context(['operator'])
const start = async (team = 'deals') => (await startRun(operator(), { team, input: { deal_id: 'D-1' } })).id
const drafts = ({ steps }: Awaited<ReturnType<typeof getRun>>) => steps.filter(({ node }) => node === 'draft')
const turnOf = async (id: string) =>
  (await getRun(operator(), { id })).branches.find(({ node }) => node === 'draft')?.turn ?? null

/** The one slot of the model, taken by somebody else. */
async function takeSlot(): Promise<void> {
  await bench.limit(model, { parallelCalls: 1 })
  const expiresAt = new Date(Date.now() + 60_000)
  await bench.db.prisma.serviceSlot.create({ data: { gate: model, callId: 'held', expiresAt } })
}

/** What the record says of a run's waits. */
async function waitsOnRecord(runId: string) {
  const entries = await bench.db.prisma.recordEntry.findMany({ where: { runId, kind: 'step.waits' } })
  return entries.map(({ body }) => {
    const { data } = JSON.parse(Buffer.from(body).toString()) as { data: Record<string, unknown> }
    return data
  })
}

it('a line that is longer than a call may wait uses up no attempt, and the page and the record say what for', async () => {
  await takeSlot()
  const id = await start()
  await expect
    .poll(() => turnOf(id), { timeout: 5000 })
    .toEqual({ says: 'm-one is at its limit, it is next.' })
  await expect
    .poll(() => turnOf(id), { timeout: 8000, interval: 20 })
    .toMatchObject({
      says: expect.stringContaining('m-one is at its limit') as string,
      until: expect.any(Date) as Date,
    })
  await bench.db.prisma.serviceSlot.deleteMany()
  const run = await bench.settled(id)
  expect(run.status).toBe('done')
  expect(drafts(run)).toMatchObject([{ attempt: 0, status: 'done' }])
  const [first] = await waitsOnRecord(id)
  expect(first).toMatchObject({ kind: 'agent', for_ms: 500, times: 1 })
  expect(first?.['waited_ms']).toBeGreaterThanOrEqual(3500)
})

it('is bounded by the time that the step’s attempts may take: then a person hears of it, as before', async () => {
  await takeSlot()
  const id = await start('hasty')
  const run = await bench.settled(id)
  expect(run).toMatchObject({ status: 'waiting', reviews: [{ kind: 'escalation', node: 'draft' }] })
  expect(run.reviews[0]?.reason).toContain('m-one is at its limit')
  // 0.5 s in the line and 0.5 s asleep of 2 s; the next time it would be more than that.
  expect((await waitsOnRecord(id)).length).toBe(1)
  expect(drafts(run).map(({ attempt, status }) => [attempt, status])).toEqual([
    [0, 'failed'],
    [1, 'failed'],
  ])
})

it('a model that asks to be left alone is waited for, and the calls that it did not hear stand in the step', async () => {
  bench.server.script(
    'm-one',
    { status: 429, headers: { 'retry-after': '1' } },
    { status: 429, headers: { 'retry-after': '1' } },
    saying({ deal_id: 'D-1', amount: 1 }),
  )
  const run = await bench.settled(await start())
  expect(run.status).toBe('done')
  const [draft, ...more] = drafts(run)
  expect(more).toEqual([])
  expect(draft).toMatchObject({ attempt: 0, status: 'done' })
  expect(draft?.result.calls?.map(({ result }) => result)).toEqual(['failed', 'failed', 'fits'])
  expect(draft?.result.calls?.map(({ id }) => id)).toEqual(run.calls.map(({ id }) => id))
  expect((await waitsOnRecord(run.id)).map(({ times }) => times)).toEqual([1, 2])
})

it('without a time to come back at, a 429 is an attempt', async () => {
  bench.server.script('m-one', { status: 429 }, saying({ deal_id: 'D-1', amount: 1 }))
  const run = await bench.settled(await start())
  expect(run.status).toBe('waiting')
  expect(drafts(run)).toMatchObject([{ attempt: 0, status: 'failed' }])
  expect(await waitsOnRecord(run.id)).toEqual([])
})

it('an open circuit is waited for', async () => {
  const breakerSince = new Date(Date.now() - 15_000 + 4000)
  await bench.db.prisma.serviceGuard.create({
    data: { id: model, workspaceId: bench.workspaceId, kind: 'model', breaker: 'open', breakerSince },
  })
  const run = await bench.settled(await start())
  expect(run.status).toBe('done')
  expect(drafts(run)).toMatchObject([{ attempt: 0, status: 'done' }])
  expect(await waitsOnRecord(run.id)).toHaveLength(1)
})

it('where a model has spoken before, a line that is too long is an attempt: what it said was paid for', async () => {
  bench.server.script('m-one', {
    by: () => {
      void takeSlot()
      return { say: 'no', delayMs: 400 }
    },
  })
  await bench.team('mending', dealBundle({ agent: { retries: 0, repairs: 1, timeoutSeconds: 2 } }))
  const run = await bench.settled(await start('mending'))
  expect(run.status).toBe('waiting')
  expect(run.reviews[0]?.reason).toContain('m-one is at its limit')
  expect(drafts(run)).toMatchObject([{ attempt: 0, status: 'failed' }])
  expect(await waitsOnRecord(run.id)).toEqual([])
})
