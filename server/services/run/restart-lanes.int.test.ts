import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { settlingCatalogue, settlingTeam, withSettledContract } from '@/domain/team/testing/settling-team'
import type { BundleTeam } from '@/domain/team/bundle'
import { cancelOrphans } from '@/server/engine/orphans'
import { letters, publishable, twoOpinions } from '@/server/engine/testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { wakeDue } from '@/server/engine/wake-due'
import type { Move } from '@/server/models/testing/scripted-server'
import { callableTeams } from '../team/callable-teams'
import { cancelRun } from './cancel'
import { restartOptions } from './restart-options'
import { restartRun } from './restart'
import { takingUp } from './testing/given-up'

const lead = contract('lead@1', { name: field('string') })
const opinion = contract('opinion@1', { score: field('number') })
/** An agent rates, and what it says goes out. */
const rated = drawTeam({
  contracts: [lead, opinion],
  nodes: [
    node('trigger', 'start', { produces: 'lead@1' }),
    node('rules', 'named', {
      rules: [{ id: 'N-1', name: 'Named', when: 'start.name == ""', then: 'reject', message: 'no name' }],
    }),
    node('end', 'no', { outcome: 'rejected' }),
    node('action', 'tell', {
      connection: 'crm',
      path: '/told',
      fields: [{ name: 'name', label: '', value: 'start.name', readByPeople: true }],
    }),
    node('agent', 'rate', { agent: 'credit', produces: 'opinion@1', retries: 0, repairs: 0 }),
    node('end', 'done', { accepts: 'opinion@1' }),
  ],
  edges: ['start -> named', 'named.pass -> tell', 'named.reject -> no', 'tell -> rate', 'rate -> done'],
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
let up: ReturnType<typeof takingUp>
let tick: NodeJS.Timeout
beforeAll(async () => {
  bench = await startEngineBench()
  up = takingUp(bench)
  for (const model of ['m-credit', 'm-fit', 'm-writer']) await bench.model(model)
  await bench.team('letters', publishable(letters()))
  await bench.team('both', publishable(twoOpinions()))
  await bench.team('in-time', publishable(twoOpinions({ timeoutSeconds: 2 })))
})
afterAll(() => bench.close())
beforeEach(() => {
  tick = setInterval(() => {
    void wakeDue(bench.db.pool)
    void cancelOrphans(bench.db)
  }, 200)
})
afterEach(() => clearInterval(tick))

const fromStep = (id: string) => restartRun(up.operator, { id, from: 'step' })
const lines = (...skus: string[]) => ({ lines: skus.map((sku) => ({ sku })) })
/** Answers to each line with its own name in it, but for those that are wrong. */
const writer = (wrong: readonly string[] = []): Move => ({
  by: (body) => {
    const sku = /"sku":\s*\\?"([^"\\]+)/.exec(JSON.stringify(body).replaceAll('\\"', '"'))?.[1] ?? '?'
    return wrong.includes(sku) ? { say: 'nonsense' } : { ...saying({ text: `Dear ${sku}` }), delayMs: 30 }
  },
})
const tries = (run: Awaited<ReturnType<EngineBench['settled']>>, at: string) =>
  run.steps.filter((step) => step.node === at)
/** Versions of the state without a gap, and no fork left open. */
async function sound(runId: string) {
  const versions = await bench.db.prisma.stateVersion.findMany({
    where: { runId },
    orderBy: { version: 'asc' },
  })
  expect(versions.map(({ version }) => version)).toEqual(versions.map((_, i) => i + 1))
  const forks = await bench.db.prisma.fork.findMany({ where: { runId } })
  expect(forks.map(({ state }) => (state as { status: string }).status)).toEqual(forks.map(() => 'fired'))
}

describe('a run that was given up in a lane', () => {
  it('does that lane’s step again; what the others brought and sent stays', async () => {
    bench.server.script('m-writer', writer(['c']))
    const arrived = bench.service.arrivals.length
    const failed = await up.givenUp('letters', lines('a', 'b', 'c', 'd', 'e'))
    expect(failed.status).toBe('failed')
    expect(await restartOptions(up.operator, { id: failed.id })).toMatchObject({
      places: [{ name: expect.any(String) as string, item: 3 }],
      sent: [{ status: 'done' }, { status: 'done' }, { status: 'done' }, { status: 'done' }],
    })
    bench.server.script('m-writer', writer())
    await fromStep(failed.id)
    const run = await bench.settled(failed.id)
    expect(run).toMatchObject({
      status: 'done',
      state: {
        all: { results: ['a', 'b', 'c', 'd', 'e'].map((sku) => ({ text: `Dear ${sku}` })), missing: 0 },
      },
    })
    expect(tries(run, 'write').filter(({ status }) => status === 'done')).toHaveLength(5)
    expect(tries(run, 'write')).toHaveLength(6)
    const sent = bench.service.arrivals.slice(arrived)
    expect(sent.map(({ path }) => path).sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((sku) => `/letters/${sku}`),
    )
    expect(new Set(sent.map(({ key }) => key)).size).toBe(5)
    await sound(run.id)
  })

  it('takes the lanes along that stood still with it, also those that had not begun', async () => {
    bench.server.script('m-writer', writer(['a', 'b', 'c']))
    const failed = await up.givenUp('letters', lines('a', 'b', 'c', 'd', 'e'))
    expect(failed.reviews.map(({ status }) => status).sort()).toEqual(['decided', 'withdrawn', 'withdrawn'])
    bench.server.script('m-writer', writer())
    await restartRun(up.operator, { id: failed.id, from: 'person' })
    const asked = await bench.settled(failed.id)
    expect(asked).toMatchObject({ status: 'waiting' })
    expect(asked.reviews.filter(({ status }) => status === 'open')).toMatchObject([{ kind: 'escalation' }])
    const run = await up.answer(failed.id, 'retry')
    expect(run).toMatchObject({ status: 'done', state: { all: { missing: 0 } } })
    expect(tries(run, 'send')).toHaveLength(5)
    await sound(run.id)
  })

  it('goes on beside a call of a model that was under way, and keeps nothing of that one', async () => {
    bench.server.script('m-credit', { say: 'nonsense' })
    bench.server.script('m-fit', { ...saying({ score: 1 }), delayMs: 1200 })
    const id = await up.start('both', { name: 'Brightwater' })
    for (let i = 0; i < 100 && !(await bench.db.prisma.review.count({ where: { runId: id } })); i++)
      await sleep(20)
    const review = await bench.db.prisma.review.findFirstOrThrow({ where: { runId: id } })
    expect(review.node).toBe('credit_check')
    expect(await up.answer(id, 'reject')).toMatchObject({ status: 'failed' })
    bench.server.script('m-credit', saying({ score: 3 }))
    bench.server.script('m-fit', saying({ score: 8 }))
    await fromStep(id)
    const run = await bench.settled(id)
    expect(run).toMatchObject({
      status: 'done',
      state: { both: { credit: { score: 3 }, fit: { score: 8 } } },
    })
    await sleep(1300)
    expect((await bench.settled(id)).steps).toHaveLength(run.steps.length)
    await sound(id)
  })

  it('gives the join its time anew', async () => {
    bench.server.script('m-credit', { say: 'nonsense' })
    bench.server.script('m-fit', saying({ score: 8 }))
    const failed = await up.givenUp('in-time', { name: 'Brightwater' })
    expect(failed.status).toBe('failed')
    await sleep(2300)
    bench.server.script('m-credit', { ...saying({ score: 3 }), delayMs: 6000 })
    await fromStep(failed.id)
    await sleep(500)
    expect((await bench.db.prisma.run.findUniqueOrThrow({ where: { id: failed.id } })).status).toBe('running')
    const run = await bench.settled(failed.id)
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'rejected' } })
    expect(tries(run, 'both').map(({ port }) => port)).toEqual(['short'])
    await sound(run.id)
  })
})

it('a question that a step asked of itself is asked by it again', async () => {
  await bench.team(
    'settled',
    publishable(
      withSettledContract(settlingTeam({ policy: 'person', fourEyes: true, reasonRequired: true })),
      settlingCatalogue(),
    ),
  )
  bench.server.script('m-credit', saying({ score: 3 }))
  bench.server.script('m-fit', saying({ score: 8 }))
  const failed = await up.givenUp('settled', { name: 'Brightwater' })
  expect(failed).toMatchObject({ status: 'failed', outcome: { node: 'settle' } })
  await restartRun(up.operator, { id: failed.id, from: 'person' })
  const asked = await bench.settled(failed.id)
  expect(asked).toMatchObject({ status: 'waiting', continued: [{ from: 'person' }] })
  expect(asked.reviews).toMatchObject([
    { kind: 'conflict', status: 'decided' },
    { kind: 'conflict', status: 'open', fourEyes: true },
  ])
})

describe('a run that called another team', () => {
  let teams: BundleTeam[]
  beforeAll(async () => {
    await bench.team('rating', publishable(rated))
    teams = await callableTeams(bench.db.prisma, bench.workspaceId)
    await bench.team('asking', publishable(asking, { teams }))
  })
  const childOf = (id: string) => bench.db.prisma.run.findMany({ where: { parentRun: id } })
  async function until(id: string, right: (run: Awaited<ReturnType<EngineBench['settled']>>) => boolean) {
    for (let i = 0; i < 150; i++) {
      const run = await bench.settled(id)
      if (right(run)) return run
      await sleep(50)
    }
    throw new Error(`run ${id} is ${(await bench.settled(id)).status}`)
  }

  it('goes on with that run where it stopped, and what that sent is not sent again', async () => {
    bench.server.script('m-credit', { say: 'nonsense' })
    const arrived = bench.service.arrivals.length
    const id = await up.start('asking', { name: 'Brightwater' })
    await bench.settled(id)
    const child = (await childOf(id))[0]?.id ?? ''
    await until(child, ({ reviews }) => reviews.length > 0)
    expect(await up.answer(child, 'reject')).toMatchObject({ status: 'failed' })
    await until(id, ({ reviews }) => reviews.length > 0)
    expect(await up.answer(id, 'reject')).toMatchObject({ status: 'failed', outcome: { node: 'ask' } })
    await expect(fromStep(child)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(id) as string,
    })
    bench.server.script('m-credit', saying({ score: 8 }))
    await fromStep(id)
    const run = await until(id, ({ status }) => status === 'done')
    expect(run).toMatchObject({ state: { ask: { score: 8 } } })
    expect(await childOf(id)).toMatchObject([{ id: child, status: 'done' }])
    expect(bench.service.arrivals.slice(arrived)).toHaveLength(1)
    expect(await up.kindsOf(child)).toContain('run.resumed')
  })

  it('does so when it was cancelled and took that one with it', async () => {
    bench.server.script('m-credit', { say: 'nonsense' })
    const id = await up.start('asking', { name: 'Brightwater' })
    await bench.settled(id)
    const child = (await childOf(id))[0]?.id ?? ''
    await until(child, ({ reviews }) => reviews.length > 0)
    await cancelRun(up.operator, { id, reason: '' })
    await until(child, ({ status }) => status === 'cancelled')
    bench.server.script('m-credit', saying({ score: 6 }))
    await fromStep(id)
    expect(await until(id, ({ status }) => status === 'done')).toMatchObject({ state: { ask: { score: 6 } } })
    expect(await childOf(id)).toMatchObject([{ id: child, status: 'done' }])
  })
})
