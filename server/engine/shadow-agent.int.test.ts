import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Catalogue } from '@/domain/team/checks/check'
import type { TeamDocument } from '@/domain/team/document'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { agent } from '@/domain/team/testing/sales-team'
import { callableTeams } from '@/server/services/team/callable-teams'
import { getReview } from '@/server/services/review/get'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'
import { wakeDue } from './wake-due'

const contracts = [contract('lead@1', { name: field('string') }), contract('score@1', { n: field('number') })]
const work = (slug: string) =>
  node('agent', 'work', { agent: slug, produces: 'score@1', retries: 0, repairs: 0 })
const send = (id = 'send') =>
  node('action', id, {
    ...{ connection: 'crm', path: `/${id}`, risk: 'low' },
    fields: [{ name: 'n', label: '', value: '1' }],
  })
const drawn = (nodes: TeamDocument['nodes'], edges: string[]) =>
  drawTeam({ contracts, nodes: [node('trigger', 'start', { produces: 'lead@1' }), ...nodes], edges })
const level = (autonomy: number): Partial<Catalogue> => ({
  agents: [agent('credit', { autonomy, models: ['m-credit'] }), agent('fit', { models: ['m-fit'] })],
})

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  for (const model of ['m-credit', 'm-fit']) await bench.model(model)
})
afterAll(() => bench.close())

async function run(slug: string) {
  const { id } = await startRun(bench.context(['operator']), { team: slug, input: { name: 'Ada' } })
  return id
}
const reached = (from: number) => bench.service.arrivals.slice(from).map(({ path }) => path)

/** A gate that lets through whoever has a name. */
const named = (id: string) =>
  node('rules', id, {
    rules: [{ id: 'N-1', name: 'Named', when: 'start.name == ""', then: 'reject', message: 'no name' }],
  })

describe('an agent at level 0', () => {
  const gated = (more: Partial<Catalogue>) =>
    publishable(
      drawn(
        [
          named('before'),
          send('first'),
          work('credit'),
          named('limits'),
          send(),
          node('end', 'done'),
          node('end', 'no', { outcome: 'rejected' }),
        ],
        [
          'start -> before',
          'before.pass -> first',
          'before.reject -> no',
          'first -> work',
          'work -> limits',
          'limits.pass -> send',
          'limits.reject -> no',
          'send -> done',
        ],
      ),
      more,
    )

  it.each([
    [0, ['/first']],
    [2, ['/first', '/send']],
  ])('at %i lets out %j of a live run', async (autonomy, expected) => {
    const from = bench.service.arrivals.length
    await bench.team(`gated-${autonomy}`, gated(level(autonomy)))
    bench.server.script('m-credit', saying({ n: 1 }))
    const id = await run(`gated-${autonomy}`)
    expect((await bench.settled(id)).status).toBe('done')
    expect(reached(from)).toEqual(expected)
    const effects = await bench.db.prisma.effect.findMany({ where: { runId: id }, orderBy: { node: 'asc' } })
    expect(effects.map(({ node: at, status }) => [at, status])).toEqual([
      ['first', 'done'],
      ['send', autonomy === 0 ? 'simulated' : 'done'],
    ])
  })

  it('tells the person who is asked that nothing goes out', async () => {
    const asked = drawn(
      [work('credit'), node('human', 'person'), send(), node('end', 'done')],
      ['start -> work', 'work -> person', 'person.approved -> send', 'send -> done'],
    )
    await bench.team('asked', publishable(asked, level(0)))
    bench.server.script('m-credit', saying({ n: 1 }))
    const { reviews } = await bench.settled(await run('asked'))
    const review = await getReview(bench.context(['reviewer']), { id: reviews[0]?.id ?? '' })
    expect(review.view.run.mode).toBe('shadow')
  })

  it('lets out nothing through a team that is called with its work', async () => {
    const writer = drawn(
      [named('limits'), send('called'), node('end', 'done'), node('end', 'no', { outcome: 'rejected' })],
      ['start -> limits', 'limits.pass -> called', 'limits.reject -> no', 'called -> done'],
    )
    await bench.team('writer', publishable(writer))
    const teams = await callableTeams(bench.db.prisma, bench.workspaceId)
    const calling = drawn(
      [
        work('credit'),
        node('team', 'sub', { team: 'writer', input: '{"name": "Ada"}' }),
        node('end', 'done'),
      ],
      ['start -> work', 'work -> sub', 'sub -> done'],
    )
    const from = bench.service.arrivals.length
    await bench.team('calling', publishable(calling, { ...level(0), teams }))
    bench.server.script('m-credit', saying({ n: 1 }))
    const tick = setInterval(() => void wakeDue(bench.db.pool), 200)
    const id = await run('calling')
    const status = async () => (await bench.db.prisma.run.findUniqueOrThrow({ where: { id } })).status
    await expect
      .poll(status, { timeout: 15_000 })
      .toBe('done')
      .finally(() => clearInterval(tick))
    const child = await bench.db.prisma.run.findFirstOrThrow({ where: { parentRun: id } })
    const effects = await bench.db.prisma.effect.findMany({ where: { runId: child.id } })
    expect(effects.map((effect) => effect.status)).toEqual(['simulated'])
    expect(reached(from)).toEqual([])
  })
})
