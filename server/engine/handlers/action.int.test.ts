import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { resetGuard } from '@/server/models/reset-guard'
import { decideReview } from '@/server/services/review/decide'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from '../testing/bundle'
import { saying, startEngineBench, type EngineBench } from '../testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  const fragile = { idempotent: false, retries: 2 }
  await bench.team('fragile', dealBundle({ action: fragile }))
  await bench.team('firm', dealBundle({ action: { retries: 1 } }))
})
afterAll(() => bench.close())
beforeEach(() => bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 1 })))

const start = async (team: string) =>
  (await startRun(bench.context(['operator']), { team, input: { deal_id: 'D-1' } })).id
const effectOf = (runId: string) => bench.db.prisma.effect.findFirstOrThrow({ where: { runId } })

/** What this process knows of a connection is two seconds old at most. */
const KNOWN_MS = 2100

/** Opens the circuit as faults do, so that it is tried again in so many milliseconds. */
async function openCircuit(inMs: number): Promise<void> {
  const { id } = await bench.db.prisma.connection.findFirstOrThrow()
  const since = new Date(Date.now() - 15_000 + KNOWN_MS + inMs)
  await bench.db.prisma.serviceGuard.upsert({
    where: { id },
    create: { id, workspaceId: bench.workspaceId, kind: 'connection', breaker: 'open', breakerSince: since },
    update: { breaker: 'open', breakerSince: since },
  })
  await sleep(KNOWN_MS)
}

it('waits as long as the service asks, and sends what may not be sent twice once more: nothing was done', async () => {
  const from = bench.service.arrivals.length
  bench.service.answers.push({ status: 429, headers: { 'retry-after': '2' }, body: '{}' })
  const run = await bench.settled(await start('fragile'))
  expect(run.status).toBe('done')
  // It used up no attempt.
  const updates = run.steps.filter(({ node }) => node === 'update')
  expect(updates).toMatchObject([{ attempt: 0, status: 'done' }])
  const draft = run.steps.find(({ node }) => node === 'draft')
  expect(Number(updates[0]?.startedAt) - Number(draft?.endedAt)).toBeGreaterThan(1950)
  expect(bench.service.arrivals).toHaveLength(from + 2)
  expect(await effectOf(run.id)).toMatchObject({ status: 'done', attempts: 2, response: { status: 200 } })
})

it('an open circuit is waited for, also by what may not be sent twice: nothing was sent', async () => {
  const from = bench.service.arrivals.length
  await openCircuit(1500)
  const run = await bench.settled(await start('fragile'))
  expect(run.status).toBe('done')
  expect(run.steps.filter(({ node }) => node === 'update')).toMatchObject([{ attempt: 0, status: 'done' }])
  expect(await bench.db.prisma.recordEntry.count({ where: { runId: run.id, kind: 'step.waits' } })).toBe(1)
  expect(bench.service.arrivals).toHaveLength(from + 1)
})

it('a circuit that stays open leads to a person, who knows that nothing was sent', async () => {
  await openCircuit(12 * 60_000)
  const from = bench.service.arrivals.length
  const run = await bench.settled(await start('fragile'))
  expect(run).toMatchObject({ status: 'waiting', reviews: [{ kind: 'escalation', node: 'update' }] })
  expect(run.reviews[0]?.reason).toContain('open circuit')
  expect(run.steps.filter(({ node }) => node === 'update')).toHaveLength(1)
  expect(bench.service.arrivals).toHaveLength(from)
  const { id } = await bench.db.prisma.connection.findFirstOrThrow()
  await resetGuard(bench.db.prisma, id)
  await sleep(KNOWN_MS)
})

it('says that it is not known when an earlier attempt may have arrived, whatever came of the last', async () => {
  bench.service.answers.push('drop', 400)
  const run = await bench.settled(await start('firm'))
  expect(run.status).toBe('waiting')
  expect(run.reviews[0]?.reason).toContain('It is not known')
  expect(await effectOf(run.id)).toMatchObject({
    status: 'unknown',
    response: { not_answered: { attempts: 2, may_have_arrived: true } },
  })
})

it('what may not be sent twice is sent again only when a person says so', async () => {
  const from = bench.service.arrivals.length
  bench.service.answers.push('drop')
  const run = await bench.settled(await start('fragile'))
  expect(run.reviews[0]?.reason).toContain('It is not known')
  expect(bench.service.arrivals).toHaveLength(from + 1)
  const { id, digest } = await bench.db.prisma.review.findFirstOrThrow({ where: { runId: run.id } })
  const verdict = { decision: 'retry' as const, digest, reason: 'It is not there' }
  await decideReview(bench.context(['reviewer'], 'usr_reviewer'), { id, verdict })
  expect((await bench.settled(run.id)).status).toBe('done')
  expect(bench.service.arrivals).toHaveLength(from + 2)
})
