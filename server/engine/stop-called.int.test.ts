import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { TeamDocument } from '@/domain/team/document'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { callableTeams } from '@/server/services/team/callable-teams'
import { getRun } from '@/server/services/run/get'
import { startRun } from '@/server/services/run/start'
import { resumeTeam } from '@/server/services/team/resume'
import { stopTeam } from '@/server/services/team/stop'
import { releaseHeld } from './hold'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'
import { wakeDue } from './wake-due'

const lead = contract('lead@1', { name: field('string') })
const letter = contract('letter@1', { text: field('string') })

/** Writes a letter, checks it and sends it. */
const writing = drawTeam({
  contracts: [lead, letter],
  nodes: [
    node('trigger', 'start', { produces: 'lead@1' }),
    node('agent', 'write', { agent: 'writer', produces: 'letter@1', retries: 0, repairs: 0 }),
    node('rules', 'checks', {
      rules: [{ id: 'L-1', name: 'Short', when: 'write.text.size() > 500', then: 'reject', message: 'long' }],
    }),
    node('action', 'send', {
      connection: 'crm',
      path: '/sent',
      fields: [{ name: 'text', label: '', value: 'write.text', readByPeople: true }],
    }),
    node('end', 'done'),
    node('end', 'no', { outcome: 'rejected' }),
  ],
  edges: ['start -> write', 'write -> checks', 'checks.pass -> send', 'checks.reject -> no', 'send -> done'],
})
const calling = (team: string): TeamDocument =>
  drawTeam({
    contracts: [lead],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('team', 'ask', { team }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: ['start -> ask', 'ask -> done', 'ask.rejected -> no'],
  })

let bench: EngineBench
let waker: NodeJS.Timeout
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.model('m-writer')
  await bench.team('writing', publishable(writing))
  for (const [slug, team] of [
    ['middle', 'writing'],
    ['top', 'middle'],
  ] as const) {
    const teams = await callableTeams(bench.db.prisma, bench.workspaceId)
    await bench.team(slug, publishable(calling(team), { teams }))
  }
})
afterAll(() => bench.close())
beforeEach(() => {
  waker = setInterval(() => void wakeDue(bench.db.pool), 100)
  bench.service.arrivals.length = 0
})
afterEach(async () => {
  clearInterval(waker)
  const stopped = await bench.db.prisma.team.findMany({ where: { stoppedAt: { not: null } } })
  for (const { slug } of stopped) await resume(slug)
})

const operator = () => bench.context(['operator'], 'usr_operator')
const start = async (team: string) => (await startRun(operator(), { team, input: { name: 'x' } })).id
const stop = (slug: string) => stopTeam(operator(), { slug, reason: 'odd' })
const resume = (slug: string) => resumeTeam(operator(), { slug, reason: '' })
const hang = { hang: 'before headers' } as const
const good = saying({ text: 'Hi' })
const statusOf = async (id: string) => (await getRun(operator(), { id })).status
const done = (id: string) =>
  expect.poll(() => statusOf(id), { timeout: 20_000 }).toSatisfy((status) => status === 'done')

/** The run at the other end of the chain that a run began. */
async function last(id: string): Promise<string> {
  for (let at = id; ;) {
    const called = await bench.db.prisma.run.findFirst({ where: { parentRun: at } })
    if (!called) return at
    at = called.id
  }
}
/** A run of `top` whose innermost run hangs within its model's call; returns both. */
async function hanging(): Promise<[string, string]> {
  bench.server.script('m-writer', hang)
  const before = bench.server.seen.length
  const id = await start('top')
  await expect.poll(() => bench.server.seen.length, { timeout: 10_000 }).toBe(before + 1)
  return [id, await last(id)]
}
/** How soon is measured in stops.int.test.ts. */
async function heldBy(id: string): Promise<string[]> {
  const held = async () => (await getRun(operator(), { id })).held.map(({ says }) => says)
  await expect.poll(async () => (await held()).length, { timeout: 10_000 }).toBe(1)
  return held()
}

it('breaks off and holds the runs that a team’s runs called, and lets them go on with it', async () => {
  const [id, inner] = await hanging()
  await stop('top')
  expect(await heldBy(inner)).toEqual([
    expect.stringMatching(/^The team .* is stopped by usr_operator since .* UTC: odd\.$/),
  ])
  const top = await bench.db.prisma.team.findFirstOrThrow({ where: { slug: 'top' } })
  const [branch] = await bench.db.prisma.branch.findMany({ where: { runId: inner } })
  expect(branch?.heldBy).toBe(`team:${top.id}`)
  // Nobody lets it go on meanwhile.
  bench.server.script('m-writer', good)
  expect(await releaseHeld(bench.db)).toBe(0)
  await sleep(1500)
  expect(bench.service.arrivals).toHaveLength(0)
  await expect(start('top')).rejects.toMatchObject({ code: 'conflict' })

  expect(await resume('top')).toEqual({ released: 1 })
  await done(id)
  expect(bench.service.arrivals).toHaveLength(1)
})

it('takes effect also when nobody is told, and where a called run has only begun', async () => {
  const [id, inner] = await hanging()
  await bench.db.prisma.team.updateMany({ where: { slug: 'top' }, data: { stoppedAt: new Date() } })
  await heldBy(inner)
  // Let in by mistake, it is held at its next step.
  await bench.db.pool.query(
    'update branch set held_by = null, held_at = null, driver = null, fence = fence + 1 where run_id = $1',
    [inner],
  )
  bench.server.script('m-writer', good)
  bench.queue.kick()
  await heldBy(inner)
  expect(bench.service.arrivals).toHaveLength(0)
  await resume('top')
  await done(id)
})

it('leaves alone what works for nobody or for another team', async () => {
  await stop('top')
  bench.server.script('m-writer', good)
  const runs = [await start('writing'), await start('middle')]
  for (const id of runs) await done(id)
  expect(bench.service.arrivals).toHaveLength(2)
  await resume('top')
  // The switch of a team that is called does not hold those that call it; they wait for it as before.
  const [id, inner] = await hanging()
  await stop('writing')
  await heldBy(inner)
  expect(await bench.db.prisma.branch.count({ where: { runId: id, heldBy: { not: null } } })).toBe(0)
  bench.server.script('m-writer', good)
  await resume('writing')
  await done(id)
})

it('holds a run as long as any team is stopped for which it works', async () => {
  const [id, inner] = await hanging()
  await stop('middle')
  await heldBy(inner)
  await stop('top')
  bench.server.script('m-writer', good)
  expect(await resume('middle')).toEqual({ released: 0 })
  await sleep(300)
  expect(bench.service.arrivals).toHaveLength(0)
  expect(await resume('top')).toEqual({ released: 1 })
  await done(id)
  expect(bench.service.arrivals).toHaveLength(1)
})

it('lets a called run’s write finish whose request is out', async () => {
  bench.server.script('m-writer', good)
  bench.service.answers.push({ body: '{"ok":true}', delayMs: 1500 })
  const id = await start('top')
  await expect.poll(() => bench.service.arrivals.length, { timeout: 10_000 }).toBe(1)
  const inner = await last(id)
  await stop('top')
  await done(inner)
  expect((await getRun(operator(), { id: inner })).effects.map(({ status }) => status)).toEqual(['done'])
  expect(await statusOf(id)).not.toBe('done')
  await resume('top')
  await done(id)
  expect(bench.service.arrivals).toHaveLength(1)
})
