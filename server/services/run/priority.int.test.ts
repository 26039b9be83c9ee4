import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { dealBundle } from '@/server/engine/testing/bundle'
import { publishable, twoOpinions } from '@/server/engine/testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { callableTeams } from '../team/callable-teams'
import { getRun } from './get'
import { listRuns } from './list'
import { restartRun } from './restart'
import { startRun, type StartRun } from './start'

const lead = contract('lead@1', { name: field('string') })
const opinion = contract('opinion@1', { score: field('number') })
const rated = drawTeam({
  contracts: [lead, opinion],
  nodes: [
    node('trigger', 'start', { produces: 'lead@1' }),
    node('agent', 'rate', { agent: 'credit', produces: 'opinion@1', retries: 0, repairs: 0 }),
    node('end', 'done', { accepts: 'opinion@1' }),
  ],
  edges: ['start -> rate', 'rate -> done'],
})
const asking = drawTeam({
  contracts: [lead, opinion],
  nodes: [
    node('trigger', 'start', { produces: 'lead@1' }),
    node('team', 'ask', { team: 'rating', produces: 'opinion@1' }),
    node('end', 'done', { accepts: 'opinion@1' }),
    node('end', 'no', { outcome: 'rejected' }),
  ],
  edges: ['start -> ask', 'ask -> done', 'ask.rejected -> no'],
})

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  for (const slug of ['m-credit', 'm-fit']) await bench.model(slug)
  for (const slug of ['m-one', 'm-credit', 'm-fit'])
    bench.server.script(slug, saying({ deal_id: 'D-1', amount: 1, score: 1 }))
  await bench.team('deals', dealBundle({ agent: { retries: 0, repairs: 0, timeoutSeconds: 20 } }))
  await bench.team('limited', dealBundle({ agent: { retries: 0, repairs: 0 } }))
  await bench.team('rating', publishable(rated))
  const teams = await callableTeams(bench.db.prisma, bench.workspaceId)
  await bench.team('asking', publishable(asking, { teams }))
  await bench.team('both', publishable(twoOpinions()))
})
afterAll(() => bench.close())

const operator = () => bench.context(['operator'])
const start = async (asked: Partial<StartRun> = {}) =>
  (await startRun(operator(), { team: 'deals', input: { deal_id: 'D-1' }, ...asked })).id
const stepsOf = async (id: string) =>
  (await bench.db.prisma.run.findUniqueOrThrow({ where: { id }, select: { priority: true } })).priority
const branchesOf = async (runId: string) =>
  (await bench.db.prisma.branch.findMany({ where: { runId } })).map(({ priority }) => priority)

it('is said at the start, and stands with the run, its work, the list and the record', async () => {
  const [high, normal, low] = await Promise.all([
    start({ priority: 'high' }),
    start(),
    start({ priority: 'low' }),
  ])
  expect(await Promise.all([high, normal, low].map(stepsOf))).toEqual([1, 0, -1])
  expect(await Promise.all([high, normal, low].map(branchesOf))).toEqual([[1], [0], [-1]])
  expect((await getRun(operator(), { id: high })).priority).toBe('high')
  const { runs } = await listRuns(operator(), {})
  expect(runs.find(({ id }) => id === low)?.priority).toBe('low')
  const entries = await bench.db.prisma.recordEntry.findMany({ where: { kind: 'run.started' } })
  const said = entries.map(({ body, runId }) => {
    const { data } = JSON.parse(Buffer.from(body).toString()) as { data: { priority?: string } }
    return [runId, data.priority]
  })
  expect(Object.fromEntries(said)).toMatchObject({ [high]: 'high', [normal]: undefined, [low]: 'low' })
})

it('stays what it was for a key that is known, and passes to nobody else who starts at the same time', async () => {
  const key = { idempotencyKey: 'once' }
  const first = await start({ priority: 'high', ...key })
  expect(await start({ priority: 'low', ...key })).toBe(first)
  expect(await stepsOf(first)).toBe(1)
  const many = await Promise.all(
    Array.from({ length: 60 }, (_, i) => start(i % 2 ? { priority: 'high' } : {})),
  )
  expect(await Promise.all(many.map(stepsOf))).toEqual(many.map((_, i) => i % 2))
})

it('passes to lanes, to a run that is called, and to one that is started again', async () => {
  const split = await start({ team: 'both', input: { name: 'Brightwater' }, priority: 'high' })
  await expect.poll(async () => (await branchesOf(split)).length, { timeout: 8000 }).toBeGreaterThan(1)
  expect(new Set(await branchesOf(split))).toEqual(new Set([1]))

  const asks = await start({ team: 'asking', input: { name: 'Brightwater' }, priority: 'low' })
  const called = () => bench.db.prisma.run.findFirst({ where: { parentRun: asks } })
  await expect.poll(called, { timeout: 8000 }).toMatchObject({ priority: -1 })

  const failed = await start({ priority: 'high' })
  await bench.settled(failed)
  const again = await restartRun(operator(), { id: failed, from: 'start' })
  expect(await stepsOf(again.id)).toBe(1)
  expect(await branchesOf(again.id)).toEqual([1])
})

it('asks for a model earlier by 30 s a step', async () => {
  const gate = bench.providerId
  await bench.limit(gate, { parallelCalls: 1 })
  await bench.db.prisma.serviceSlot.create({
    data: { gate, callId: 'held', expiresAt: new Date(Date.now() + 60_000) },
  })
  const dueOf = async (id: string): Promise<number> => {
    const where = { ticket: { startsWith: `${id}:` }, gate }
    await expect.poll(() => bench.db.prisma.callTicket.count({ where }), { timeout: 8000 }).toBe(1)
    return (await bench.db.prisma.callTicket.findFirstOrThrow({ where })).due.getTime()
  }
  const low = await dueOf(await start({ priority: 'low' }))
  const normal = await dueOf(await start())
  const high = await dueOf(await start({ priority: 'high' }))
  expect(low - normal).toBeGreaterThan(20_000)
  expect(normal - high).toBeGreaterThan(20_000)
  await bench.db.prisma.serviceSlot.deleteMany()
  await bench.db.prisma.serviceGuard.deleteMany()
})

it('lets queued runs of a team in by priority, one an hour older before one that is a step higher', async () => {
  const { id: teamId } = await bench.db.prisma.team.findFirstOrThrow({ where: { slug: 'limited' } })
  await bench.db.pool.query('select limit_runs($1, 1)', [teamId])
  bench.server.script('m-one', { hang: 'before headers' })
  const begin = (priority: StartRun['priority']) => start({ team: 'limited', priority })
  const first = await begin('low')
  const [low, normal, high] = [await begin('low'), await begin('normal'), await begin('high')]
  const older = await begin('normal')
  await bench.db.pool.query('update run set queue_number = queue_number - 3601000000 where id = $1', [older])
  const places = async () => {
    const all = await Promise.all([older, high, normal, low].map((id) => getRun(operator(), { id })))
    return all.map(({ queue }) => queue?.position)
  }
  expect(await places()).toEqual([1, 2, 3, 4])
  const admitted: string[] = []
  for (let ends = first; admitted.length < 4;) {
    await bench.db.pool.query(
      "update run set status = 'cancelled', ended_at = clock_timestamp() where id = $1",
      [ends],
    )
    const [next] = await bench.db.prisma.run.findMany({ where: { slotOf: teamId, endedAt: null } })
    ends = next?.id ?? ''
    admitted.push(ends)
    await sleep(1)
  }
  expect(admitted).toEqual([older, high, normal, low])
})
