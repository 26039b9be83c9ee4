import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { cancelRun } from '@/server/services/run/cancel'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

const check = (id: string, when = 'start.name == ""') =>
  node('rules', id, { rules: [{ id: 'R-1', name: 'No name', when, then: 'reject', message: 'no name' }] })

/** start → two checks → an agent → a check → a call goes out → end */
const team = drawTeam({
  contracts: [contract('lead@1', { name: field('string') }), contract('letter@1', { text: field('string') })],
  nodes: [
    node('trigger', 'start', { produces: 'lead@1' }),
    check('one'),
    check('two'),
    node('agent', 'write', { agent: 'writer', accepts: 'lead@1', produces: 'letter@1', reads: ['start'] }),
    check('three', 'write.text == ""'),
    node('action', 'send', {
      connection: 'crm',
      path: '/letters',
      fields: [{ name: 'text', label: '', value: 'write.text', readByPeople: true }],
    }),
    node('end', 'done'),
    node('end', 'no', { outcome: 'rejected' }),
  ],
  edges: [
    'start -> one',
    'one.pass -> two',
    'two.pass -> write',
    'write -> three',
    'three.pass -> send',
    'send -> done',
    ...['one', 'two', 'three'].flatMap((id) => [`${id}.reject -> no`, `${id}.review -> no`]),
  ],
})

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.model('m-writer')
  await bench.team('letters', publishable(team))
})
afterAll(() => bench.close())
afterEach(() => vi.restoreAllMocks())

const start = async () =>
  (await startRun(bench.context(['operator']), { team: 'letters', input: { name: 'Brightwater' } })).id

/** What has left this process so far. */
const out = () => bench.server.seen.length + bench.service.arrivals.length

/** Notes for every commit which steps it held, and lets `before` happen before it reaches the database. */
function watch(before: (nodes: string[], nth: number) => Promise<void> | void = () => undefined) {
  const { store } = bench.driver.engine
  const commit = store.commit.bind(store)
  const commits: string[][] = []
  vi.spyOn(store, 'commit').mockImplementation(async (...args) => {
    const nodes = args[3].map((step) => step.commit.node)
    commits.push(nodes)
    await before(nodes, commits.length)
    return commit(...args)
  })
  return commits
}

it('commits together what stays inside, and in order', async () => {
  bench.server.script('m-writer', saying({ text: 'Dear all' }))
  const commits = watch()
  const run = await bench.settled(await start())
  expect(run).toMatchObject({ status: 'done', state: { write: { text: 'Dear all' } } })
  expect(commits).toEqual([['one', 'two'], ['write', 'three'], ['send']])
  const order = ['start', 'one', 'two', 'write', 'three', 'send', 'done']
  expect(run.steps.map((step) => step.node)).toEqual(order)
  const entries = await bench.db.prisma.recordEntry.findMany({
    where: { runId: run.id },
    orderBy: { id: 'asc' },
  })
  const bodies = entries.map(
    ({ body }) => JSON.parse(Buffer.from(body).toString()) as { node: string; kind: string },
  )
  const steps = bodies.filter(({ kind }) => kind === 'run.started' || kind === 'step.completed')
  expect(steps.map((entry) => entry.node)).toEqual(order.slice(0, -1))
  const versions = await bench.db.prisma.stateVersion.findMany({
    where: { runId: run.id },
    orderBy: { version: 'asc' },
  })
  expect(versions.map(({ version, node: by }) => [version, by])).toEqual([
    [1, 'start'],
    [2, 'write'],
  ])
})

it('lets nothing out that rests on what is not committed', async () => {
  bench.server.script('m-writer', saying({ text: 'Dear all' }))
  const before: number[] = []
  const began = out()
  const commits = watch(async () => {
    await sleep(150)
    before.push(out() - began)
  })
  const run = await bench.settled(await start())
  expect(run.status).toBe('done')
  expect(commits).toHaveLength(3)
  expect(before).toEqual([0, 1, 2])
})

it('asks nobody any more when the run was cancelled under it', async () => {
  const began = out()
  let id = ''
  const commits = watch(async (nodes) => {
    if (nodes[0] === 'one') await cancelRun(bench.context(['operator']), { id, reason: 'not needed' })
  })
  id = await start()
  expect(await bench.settled(id)).toMatchObject({ status: 'cancelled' })
  await expect.poll(() => bench.queue.inFlight).toBe(0)
  expect([commits, out() - began]).toEqual([[['one', 'two']], 0])
})

it('goes step by step where steps cannot be committed together', async () => {
  bench.server.script('m-writer', saying({ text: 'Dear all' }))
  const commits = watch((nodes) => {
    if (nodes.length > 1) throw Object.assign(new Error('cannot be kept'), { code: '22P05' })
  })
  const run = await bench.settled(await start())
  expect(run.status).toBe('done')
  expect(commits).toEqual([['one', 'two'], ['one'], ['two'], ['write'], ['three'], ['send']])
})

it('goes on from what is committed when the answer was lost', async () => {
  bench.server.script('m-writer', saying({ text: 'Dear all' }))
  const { store } = bench.driver.engine
  const commit = store.commit.bind(store)
  let lost = 0
  vi.spyOn(store, 'commit').mockImplementation(async (...args) => {
    const committed = await commit(...args)
    if (lost++ > 0) return committed
    throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })
  })
  const run = await bench.settled(await start())
  expect(run.status).toBe('done')
  expect(run.steps.map((step) => step.node)).toEqual([
    'start',
    'one',
    'two',
    'write',
    'three',
    'send',
    'done',
  ])
})
