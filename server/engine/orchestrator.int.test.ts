import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRun } from '@/server/services/run/start'
import { drawTeam, node } from '@/domain/team/testing/draw-team'
import { hubTeam } from '@/domain/team/testing/hub-team'
import { agent } from '@/domain/team/testing/sales-team'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

const hub = (more: object = {}) => hubTeam(more, ['judge', 'credit', 'fit'])

/** A hub with a bound in one lane, and in the other an agent whose call costs twice as much. */
const beside = () => {
  const drawn = hub({ maxSpendMicros: 20_000 })
  const nodes = drawn.nodes
    .filter(({ id }) => id !== 'done')
    .map((each) => (each.kind === 'agent' ? { ...each, maxOutputTokens: 8000 } : each))
  return drawTeam({
    contracts: Object.values(drawn.contracts),
    nodes: [
      ...nodes,
      node('parallel', 'split', {
        ways: [
          { port: 'hub', label: '' },
          { port: 'other', label: '' },
        ],
      }),
      node('agent', 'write', {
        agent: 'writer',
        produces: 'report@1',
        retries: 0,
        repairs: 0,
        maxOutputTokens: 8000,
      }),
      node('join', 'both'),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: [
      ...['start -> split', 'split.hub -> lead', 'split.other -> write', 'lead -> both', 'write -> both'],
      ...['lead.bank -> bank_desk', 'lead.market -> market_desk', 'bank_desk -> lead', 'market_desk -> lead'],
      ...['both -> done', 'both.short -> no'],
    ],
  })
}

/** The one who stands in may see less than what the desks bring. */
const staff = () =>
  ['judge', 'credit', 'fit', 'writer'].map((slug) =>
    agent(slug, {
      models: [`m-${slug}`],
      ...(slug === 'writer' && { clearance: 'public' as const, categories: [] }),
    }),
  )

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  for (const model of ['m-credit', 'm-fit', 'm-judge']) await bench.model(model)
  await bench.team('hub', publishable(hub()))
  await bench.team('lenient', publishable(hub({ failed: 'skip' })))
  await bench.model('m-writer')
  await bench.team('stood-in', publishable(hub({ fallback: 'writer' }), { agents: staff() }))
  await bench.team('beside', publishable(beside()))
  await bench.team('poor', publishable(hub({ maxSpendMicros: 1 })))
})
afterAll(() => bench.close())

const start = async (team: string) =>
  (await startRun(bench.context(['operator']), { team, input: { name: 'Brightwater' } })).id
const task = (type: string, to: string, amount = 1) => ({
  type,
  input: { about: `about ${type}`, amount },
  to,
  why: 'needed',
})
const gives = (...tasks: object[]) => saying({ round: { finished: false, tasks } })
const finishes = (text: string) => saying({ finished: true, result: { text } })
const finishesIn = (text: string) => saying({ round: { finished: true, result: { text } } })
const asked = (model: string, from: number) =>
  bench.server.seen
    .slice(from)
    .filter((seen) => seen.model === model)
    .map(({ body }) => JSON.stringify(body))

describe('an orchestrator', () => {
  it('gives tasks by rule, by who can and by choice, hears what came back, and hands on its result', async () => {
    const from = bench.server.seen.length
    bench.server.script(
      'm-judge',
      gives(task('credit', 'market'), task('fit', 'market'), task('fit', 'market', 5000)),
      finishesIn('Take it'),
    )
    bench.server.script('m-credit', saying({ value: 7 }))
    bench.server.script('m-fit', saying({ value: 9 }))
    const run = await bench.settled(await start('hub'))
    expect(run).toMatchObject({
      status: 'done',
      outcome: { result: 'done' },
      state: { lead: { text: 'Take it' } },
    })
    const rounds = run.steps.filter(({ node }) => node === 'lead')
    expect(rounds.map(({ port }) => port)).toEqual(['round', 'out'])
    expect(rounds[0]?.result.tasks?.map(({ type, to, by }) => [type, to, by])).toEqual([
      ['credit', 'bank', 'capability'],
      ['fit', 'market', 'choice'],
      ['fit', 'bank', 'rule'],
    ])
    const [, second = ''] = asked('m-judge', from)
    expect(second).toContain('\\"value\\":7')
    expect(second).toContain('\\"value\\":9')
    // Every spoke sees its own task and nothing of the others.
    for (const prompt of asked('m-fit', from)) expect(prompt).not.toContain('about credit')
    expect(asked('m-credit', from)).toHaveLength(2)
  })

  it('asks a person when nobody who can do it was meant', async () => {
    bench.server.script('m-judge', gives(task('fit', 'nobody')))
    const run = await bench.settled(await start('hub'))
    expect(run).toMatchObject({ status: 'waiting', reviews: [{ kind: 'escalation', node: 'lead' }] })
  })

  it('has to finish when no rounds are left', async () => {
    const from = bench.server.seen.length
    bench.server.script(
      'm-judge',
      gives(task('credit', 'bank')),
      gives(task('credit', 'bank')),
      finishes('As far as it goes'),
    )
    bench.server.script('m-credit', saying({ value: 7 }))
    const run = await bench.settled(await start('hub'))
    expect(run).toMatchObject({ status: 'done', state: { lead: { text: 'As far as it goes' } } })
    expect(asked('m-judge', from)[2]).toContain('No rounds are left')
  })

  it('hears of a task that could not be done, where it is said so', async () => {
    const from = bench.server.seen.length
    bench.server.script(
      'm-judge',
      gives(task('credit', 'bank'), task('fit', 'market')),
      finishesIn('Half of it'),
    )
    bench.server.script('m-credit', { say: 'nonsense' })
    bench.server.script('m-fit', saying({ value: 9 }))
    const run = await bench.settled(await start('lenient'))
    expect(run).toMatchObject({ status: 'done', state: { lead: { text: 'Half of it' } } })
    expect(asked('m-judge', from)[1]).toContain('it could not be done')
  })

  it('shows whoever stands in nothing of the rounds that they are not cleared for', async () => {
    const from = bench.server.seen.length
    bench.server.script('m-judge', gives(task('credit', 'bank')), { say: 'nonsense' })
    bench.server.script('m-credit', saying({ value: 731 }))
    bench.server.script('m-writer', finishesIn('Without the figures'))
    const run = await bench.settled(await start('stood-in'))
    expect(run).toMatchObject({ status: 'done', state: { lead: { text: 'Without the figures' } } })
    const [asked_ = ''] = asked('m-writer', from)
    expect(asked_).toContain('[withheld]')
    expect(asked_).not.toContain('731')
    expect(asked_).not.toContain('about credit')
  })

  it('goes to a person when its money is spent', async () => {
    bench.server.script('m-judge', gives(task('credit', 'bank')), finishesIn('Never'))
    bench.server.script('m-credit', saying({ value: 7 }))
    const run = await bench.settled(await start('poor'))
    expect(run.status).toBe('waiting')
    expect(run.reviews[0]?.reason).toMatch(/have cost .* are allowed/)
  })

  it('is not charged what a lane beside it costs, but what its tasks do', async () => {
    const first = { ...gives(task('credit', 'bank')), delayMs: 600 }
    bench.server.script('m-judge', first, finishesIn('Take it'))
    bench.server.script('m-credit', saying({ value: 7 }))
    bench.server.script('m-writer', { ...saying({ text: 'Dear' }), usage: [10, 8000] })
    const run = await bench.settled(await start('beside'))
    expect(run).toMatchObject({ status: 'done' })
    expect(BigInt(run.spentMicros)).toBeGreaterThan(30_000n)
    bench.server.script('m-judge', first, finishesIn('Never'))
    bench.server.script('m-credit', { ...saying({ value: 7 }), usage: [10, 8000] })
    bench.server.script('m-writer', saying({ text: 'Dear' }))
    const dear = await bench.settled(await start('beside'))
    expect(dear.reviews[0]).toMatchObject({ node: 'lead' })
    expect(dear.reviews[0]?.reason).toMatch(/have cost .* are allowed/)
  })
})
