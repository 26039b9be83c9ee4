import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { toolSchema } from '@/domain/team/agent'
import { resumeAgent } from '@/server/services/agent/resume'
import { stopAgent } from '@/server/services/agent/stop'
import { cancelRun } from '@/server/services/run/cancel'
import { getRun } from '@/server/services/run/get'
import { startRun } from '@/server/services/run/start'
import { resumeTeam } from '@/server/services/team/resume'
import { stopTeam } from '@/server/services/team/stop'
import { resumeWorkspace } from '@/server/services/workspace/resume'
import { stopWorkspace } from '@/server/services/workspace/stop'
import { forgetStops, refuseStopped } from '@/server/services/stop/refuse-stopped'
import { settleLeftovers } from './leftovers'
import { dealBundle } from './testing/bundle'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

const history = toolSchema.parse({
  name: 'history',
  description: 'What happened to a deal.',
  connection: 'crm',
  path: '/history',
  parameters: { type: 'object', properties: {} },
})
const call = { call: { name: 'history', arguments: '{}' } }
const hang = { hang: 'before headers' } as const
const good = saying({ deal_id: 'D-1', amount: 10 })

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  const bundle = dealBundle()
  const [writer] = Object.values(bundle.agents)
  await bench.team('deals', { ...bundle, agents: { writer: { ...writer!, tools: [history] } } })
  await bench.team('others', { ...bundle, name: 'Others' })
  await bench.db.prisma.agent.create({
    data: {
      id: 'agt_1',
      workspaceId: bench.workspaceId,
      slug: 'writer',
      definition: writer as object,
      editors: [],
    },
  })
})
afterAll(() => bench.close())
afterEach(async () => {
  bench.service.arrivals.length = 0
  expect(await bench.db.prisma.review.count({ where: { status: 'open' } })).toBe(0)
})

const operator = () => bench.context(['operator'], 'usr_operator')
const admin = () => bench.context(['admin'], 'usr_admin')
const start = async (team = 'deals') => (await startRun(operator(), { team, input: { deal_id: 'D-1' } })).id
const read = (id: string) => getRun(operator(), { id })
const callsAt = (count: number) =>
  expect.poll(() => bench.server.seen.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count)
const kindsOf = async (runId: string) =>
  (await bench.db.prisma.recordEntry.findMany({ where: { runId }, orderBy: { id: 'asc' } })).map(
    ({ kind }) => kind,
  )

/** Starts runs that hang within their model's call. */
async function hanging(count = 1, team = 'deals'): Promise<string[]> {
  bench.server.script('m-one', hang)
  const before = bench.server.seen.length
  const ids = await Promise.all(Array.from({ length: count }, () => start(team)))
  await callsAt(before + count)
  return ids
}

/** Milliseconds until all of them stand still. */
async function untilHeld(ids: string[]): Promise<number> {
  const began = Date.now()
  for (;;) {
    const held = await bench.db.prisma.branch.count({ where: { runId: { in: ids }, heldBy: { not: null } } })
    if (held === ids.length) return Date.now() - began
    if (Date.now() - began > 10_000) throw new Error(`${held} of ${ids.length} are held`)
    await sleep(10)
  }
}

describe.each([
  [
    'an agent',
    () => stopAgent(operator(), { slug: 'writer', reason: 'odd' }),
    () => resumeAgent(operator(), { slug: 'writer' }),
    /^The agent Writer is stopped by usr_operator since .* UTC: odd\.$/,
  ],
  [
    'a team',
    () => stopTeam(operator(), { slug: 'deals', reason: 'odd.' }),
    () => resumeTeam(operator(), { slug: 'deals', reason: '' }),
    /^The team Deals is stopped by usr_operator since .* UTC: odd\.$/,
  ],
  [
    'the workspace',
    () => stopWorkspace(admin(), { reason: '' }),
    () => resumeWorkspace(admin(), { reason: '' }),
    /^The workspace Test is stopped by usr_admin since .* UTC\.$/,
  ],
] as const)('the switch of %s', (_name, stop, resume, says) => {
  it('breaks off calls of models, holds the runs where they stand, and lets them go on from there', async () => {
    const ids = await hanging(5)
    await stop()
    expect(await untilHeld(ids)).toBeLessThan(2000)
    const [id = ''] = ids
    const held = await read(id)
    expect(held).toMatchObject({
      status: 'running',
      held: [{ node: 'draft', says: expect.stringMatching(says) as string }],
    })
    expect(held.steps.map(({ node }) => node)).toEqual(['start'])
    expect(held.calls.map(({ status, costMicros }) => [status, costMicros])).toEqual([['failed', 0n]])
    expect(await bench.db.prisma.modelCall.count({ where: { status: 'reserved' } })).toBe(0)

    bench.server.script('m-one', good)
    await resume()
    for (const each of ids) expect(await bench.settled(each)).toMatchObject({ status: 'done', held: [] })
    expect(bench.service.arrivals).toHaveLength(ids.length)
    expect((await kindsOf(id)).filter((kind) => kind !== 'step.completed')).toEqual([
      'run.started',
      'run.held',
      'effect.intended',
      'run.ended',
    ])
  })
})

describe('a switch', () => {
  it('takes effect within two seconds also when nobody is told', async () => {
    const [id = ''] = await hanging()
    await bench.db.prisma.team.updateMany({ where: { slug: 'deals' }, data: { stoppedAt: new Date() } })
    expect(await untilHeld([id])).toBeLessThan(2000)
    bench.server.script('m-one', good)
    await resumeTeam(operator(), { slug: 'deals', reason: '' })
    expect((await bench.settled(id)).status).toBe('done')
  })

  it('stops its own team, not the others', async () => {
    await stopTeam(operator(), { slug: 'deals', reason: '' })
    bench.server.script('m-one', good)
    expect((await bench.settled(await start('others'))).status).toBe('done')
    await resumeTeam(operator(), { slug: 'deals', reason: '' })
  })

  it('lets a write finish whose request is out, keeps its outcome, and holds what comes after', async () => {
    bench.server.script('m-one', good)
    bench.service.answers.push({ body: '{"ok":true}', delayMs: 1500 })
    const id = await start()
    await expect.poll(() => bench.service.arrivals.length, { timeout: 10_000 }).toBe(1)
    await stopTeam(operator(), { slug: 'deals', reason: '' })
    const run = await bench.settled(id)
    expect(run.effects.map(({ status }) => status)).toEqual(['done'])
    // The write was its last step: nothing came after that could be held.
    expect(run.status).toBe('done')
    await resumeTeam(operator(), { slug: 'deals', reason: '' })
    expect(bench.service.arrivals).toHaveLength(1)
  })

  it('refuses new runs and says who stopped the team', async () => {
    await stopTeam(operator(), { slug: 'deals', reason: 'wrong prices' })
    await expect(start()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(
        /^The team Deals is stopped by usr_operator since .*: wrong prices\. No run starts until it is resumed\.$/,
      ) as string,
    })
    await resumeTeam(operator(), { slug: 'deals', reason: '' })
    bench.server.script('m-one', good)
    expect((await bench.settled(await start())).status).toBe('done')
  })

  it('holds a run that slipped through at its first step', async () => {
    bench.server.script('m-one', good)
    forgetStops(bench.db, bench.workspaceId)
    await bench.settled(await start())
    const asked = bench.server.seen.length
    forgetStops(bench.db, bench.workspaceId)
    await refuseStopped(bench.db, bench.workspaceId, 'any')
    await bench.db.prisma.workspace.updateMany({ data: { stoppedAt: new Date() } })
    await bench.driver.engine.stops.look()
    // What starts runs knows of it only within a second.
    const id = await start()
    await untilHeld([id])
    expect((await read(id)).steps.map(({ node }) => node)).toEqual(['start'])
    expect(bench.server.seen).toHaveLength(asked)
    await resumeWorkspace(admin(), { reason: '' })
    expect((await bench.settled(id)).status).toBe('done')
  })

  it('turned on does not let go what another one stops', async () => {
    const [id = ''] = await hanging()
    await stopTeam(operator(), { slug: 'deals', reason: '' })
    await untilHeld([id])
    await stopWorkspace(admin(), { reason: '' })
    expect(await resumeTeam(operator(), { slug: 'deals', reason: '' })).toEqual({ released: 0 })
    bench.server.script('m-one', good)
    expect(await resumeWorkspace(admin(), { reason: '' })).toEqual({ released: 1 })
    expect((await bench.settled(id)).status).toBe('done')
  })

  it('can be turned once each way', async () => {
    await stopWorkspace(admin(), { reason: '' })
    await expect(stopWorkspace(admin(), { reason: '' })).rejects.toMatchObject({ code: 'conflict' })
    await resumeWorkspace(admin(), { reason: '' })
    await expect(resumeWorkspace(admin(), { reason: '' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(stopWorkspace(operator(), { reason: '' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('cancelling', () => {
  it('reaches into the call of a model, and keeps what earlier calls of the step really used', async () => {
    bench.server.script('m-one', call, hang)
    const before = bench.server.seen.length
    const id = await start()
    await callsAt(before + 2)
    const began = Date.now()
    await cancelRun(operator(), { id, reason: 'a mistake' })
    await expect
      .poll(async () =>
        (await read(id)).calls.map(({ status, tokensIn, tokensOut }) => [status, tokensIn, tokensOut]),
      )
      .toEqual([
        ['done', 100, 20],
        ['failed', 0, 0],
      ])
    expect(Date.now() - began).toBeLessThan(10_000)
    expect(await read(id)).toMatchObject({ status: 'cancelled', spentMicros: 180n })
    expect(await bench.db.prisma.modelCall.count({ where: { status: 'reserved' } })).toBe(0)
  })

  it('keeps the outcome of a write that was out, on the record', async () => {
    bench.server.script('m-one', good)
    bench.service.answers.push({ body: '{"ok":true}', delayMs: 800 })
    const id = await start()
    await expect.poll(() => bench.service.arrivals.length, { timeout: 10_000 }).toBe(1)
    await cancelRun(operator(), { id, reason: '' })
    await expect
      .poll(async () => (await read(id)).effects.map(({ status, response }) => ({ status, response })), {
        timeout: 5000,
      })
      .toMatchObject([{ status: 'done', response: { status: 200, body: { ok: true } } }])
    expect((await kindsOf(id)).slice(-3)).toEqual(['effect.intended', 'run.cancelled', 'effect.settled_late'])
    // What is said already stays as it is.
    const at = { teamId: (await read(id)).team.id, node: 'update', iteration: 0, attempt: 0 }
    const again = {
      runId: id,
      workspaceId: bench.workspaceId,
      version: 'x',
      at,
      effect: { status: 'failed' },
    }
    expect(await settleLeftovers(bench.db.lanes, again)).toEqual({ calls: 0, effect: false })
    expect((await read(id)).effects.map(({ status }) => status)).toEqual(['done'])
  })
})
