import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { cancelRun } from '@/server/services/run/cancel'
import { takingUp } from '@/server/services/run/testing/given-up'
import { callableTeams } from '@/server/services/team/callable-teams'
import { publishable, twoOpinions } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

// No sweep looks for runs that nobody waits for in these tests: what ends here ends with the run that called it.

const lead = contract('lead@1', { name: field('string') })
const opinion = contract('opinion@1', { score: field('number') })
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
  edges: [...['start -> rate', 'rate -> named', 'named.pass -> tell', 'named.reject -> no', 'tell -> done']],
})
const calls = (team: string) =>
  drawTeam({
    contracts: [lead, opinion],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('team', 'ask', { team, produces: 'opinion@1' }),
      node('end', 'done', { accepts: 'opinion@1' }),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: ['start -> ask', 'ask -> done', 'ask.rejected -> no'],
  })
/** One lane asks an agent, the other another team. */
const beside = () => {
  const drawn = twoOpinions()
  return {
    ...drawn,
    nodes: drawn.nodes.map((each) =>
      each.id === 'credit_check'
        ? node('team', 'credit_check', { team: 'rating', produces: 'opinion@1' })
        : each,
    ),
    edges: drawn.edges,
  }
}

let bench: EngineBench
let up: ReturnType<typeof takingUp>
beforeAll(async () => {
  bench = await startEngineBench()
  up = takingUp(bench)
  for (const model of ['m-credit', 'm-fit']) await bench.model(model)
  const publish = async (slug: string, drawn: ReturnType<typeof calls>) =>
    bench.team(slug, publishable(drawn, { teams: await callableTeams(bench.db.prisma, bench.workspaceId) }))
  await publish('rating', rated)
  await publish('asking', calls('rating'))
  await publish('leading', calls('asking'))
  await publish('beside', beside())
})
afterAll(() => bench.close())

const calledBy = (parentRun: string) => bench.db.prisma.run.findFirst({ where: { parentRun } })
async function until<T>(read: () => Promise<T | null | undefined>): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const found = await read()
    if (found) return found
    await sleep(30)
  }
  throw new Error('it did not come')
}
const statusOf = async (id: string) => (await bench.db.prisma.run.findUniqueOrThrow({ where: { id } })).status

describe('a run that is ended', () => {
  it('takes the runs it called, and those that they called, along before their next effect', async () => {
    bench.server.script('m-credit', { ...saying({ score: 8 }), delayMs: 1500 })
    const arrived = bench.service.arrivals.length
    const id = await up.start('leading', { name: 'Brightwater' })
    const child = await until(() => calledBy(id))
    const grandchild = await until(() => calledBy(child.id))
    await cancelRun(up.operator, { id, reason: 'not needed' })
    for (const each of [id, child.id, grandchild.id]) expect(await statusOf(each)).toBe('cancelled')
    const said = await bench.db.prisma.recordEntry.findMany({
      where: { kind: 'run.cancelled', runId: { in: [child.id, grandchild.id] } },
      orderBy: { id: 'asc' },
    })
    expect(said.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as object)).toMatchObject([
      { run: child.id, actor: { id: 'usr_operator' }, data: { parent: id } },
      { run: grandchild.id, actor: { id: 'usr_operator' }, data: { parent: child.id } },
    ])
    // Longer than what was asked of the model would have taken.
    await sleep(2000)
    expect(bench.service.arrivals.length).toBe(arrived)
  })

  it('leaves runs alone that were over already', async () => {
    bench.server.script('m-credit', saying({ score: 8 }))
    const id = await up.start('asking', { name: 'Brightwater' })
    const child = await until(() => calledBy(id))
    await until(async () => (await statusOf(child.id)) === 'done')
    await cancelRun(up.operator, { id, reason: 'not needed' })
    expect([await statusOf(id), await statusOf(child.id)]).toEqual(['cancelled', 'done'])
  })

  it('does so too when a person gives it up at a step beside the call', async () => {
    bench.server.script('m-credit', { ...saying({ score: 8 }), delayMs: 3000 })
    bench.server.script('m-fit', { say: 'nonsense' })
    const id = await up.start('beside', { name: 'Brightwater' })
    const child = await until(() => calledBy(id))
    await until(() => bench.db.prisma.review.findFirst({ where: { runId: id, status: 'open' } }))
    expect(await up.answer(id, 'reject')).toMatchObject({ status: 'failed' })
    expect(await statusOf(child.id)).toBe('cancelled')
  })
})
