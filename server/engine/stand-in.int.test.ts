import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agent } from '@/domain/team/testing/sales-team'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { getReview } from '@/server/services/review/get'
import { resumeAgent } from '@/server/services/agent/resume'
import { stopAgent } from '@/server/services/agent/stop'
import { startRun } from '@/server/services/run/start'
import { newId } from '@/server/db/id'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
const definitions = [
  agent('writer', { models: ['m-writer'] }),
  agent('spare', { models: ['m-spare'], categories: [] }),
]

/** start → write (agent writer, spare stands in) → end. */
const team = (write: object = {}) =>
  publishable(
    drawTeam({
      contracts: [
        contract('case@1', {
          case_id: field('string'),
          email: field('string', { 'x-classification': 'internal', 'x-categories': ['pii'] }),
        }),
        contract('letter@1', { text: field('string') }),
      ],
      nodes: [
        node('trigger', 'start', { produces: 'case@1' }),
        node('agent', 'write', {
          agent: 'writer',
          fallback: 'spare',
          produces: 'letter@1',
          accepts: 'case@1',
          retries: 0,
          repairs: 1,
          ...write,
        }),
        node('end', 'done'),
      ],
      edges: ['start -> write', 'write -> done'],
    }),
    { agents: definitions },
  )

beforeAll(async () => {
  bench = await startEngineBench()
  await bench.model('m-writer')
  // Of another tier, so that the pool itself does not swap to it.
  await bench.model('m-spare', { tier: 'large' })
  for (const definition of definitions)
    await bench.db.prisma.agent.create({
      data: {
        id: newId('agt'),
        workspaceId: bench.workspaceId,
        slug: definition.slug,
        definition: definition as object,
        editors: [],
      },
    })
  await bench.team('letters', team())
  await bench.team('tenacious', team({ retries: 1 }))
})
afterAll(() => bench.close())

const start = async (team: string) =>
  (await startRun(bench.context(['operator']), { team, input: { case_id: 'C-1', email: 'a@example.com' } }))
    .id
const operator = () => bench.context(['operator'], 'usr_operator')
const held = (id: string) =>
  expect
    .poll(() => bench.db.prisma.branch.count({ where: { runId: id, heldBy: { not: null } } }), {
      timeout: 10_000,
    })
    .toBe(1)
const asked = (since: number, model: string) =>
  bench.server.seen.slice(since).filter((each) => each.model === model)

describe('an agent that stands in', () => {
  it('answers with a view of its own, and both the step and the record say so', async () => {
    bench.server.script('m-writer', { say: 'nonsense' })
    bench.server.script('m-spare', saying({ text: 'From the spare' }))
    const since = bench.server.seen.length
    const run = await bench.settled(await start('letters'))
    expect(run).toMatchObject({ status: 'done', state: { write: { text: 'From the spare' } } })
    const [step] = run.steps.filter((each) => each.node === 'write')
    expect(step?.result.standIn).toMatchObject({
      agent: 'spare',
      name: 'Spare',
      instead: { agent: 'writer', name: 'Writer' },
      because: { code: 'contract_violated' },
    })
    expect(step?.result.calls?.map(({ model, purpose, result }) => [model, purpose, result])).toEqual([
      ['m-writer', 'answer', 'misfit'],
      ['m-writer', 'repair', 'misfit'],
      ['m-spare', 'answer', 'fits'],
    ])
    const [mine, theirs] = [asked(since, 'm-writer')[0], asked(since, 'm-spare')[0]]
    expect(JSON.stringify(mine?.body)).toContain('a@example.com')
    expect(JSON.stringify(theirs?.body)).not.toContain('a@example.com')
    expect(step?.result.view?.data).toEqual({ start: { case_id: 'C-1', email: '[masked]' } })
    expect(step?.result.standIn?.instead.view).not.toBe(step?.result.view?.digest)

    const rows = await bench.db.prisma.recordEntry.findMany({
      where: { runId: run.id, kind: 'step.completed' },
    })
    const entries = rows.map(
      ({ body }) => JSON.parse(Buffer.from(body).toString()) as { actor: { id: string }; data: object },
    )
    expect(entries.find(({ actor }) => actor.id === 'spare')?.data).toMatchObject({
      agent: 'spare',
      instead_of: 'writer',
      because: 'contract_violated',
      calls: 3,
    })
    // Each pays for its own calls, and the run for all.
    const calls = await bench.db.prisma.modelCall.findMany({ where: { runId: run.id } })
    expect(calls.map(({ agentSlug, status }) => [agentSlug, status]).toSorted()).toEqual([
      ['spare', 'done'],
      ['writer', 'done'],
      ['writer', 'done'],
    ])
    expect(BigInt(run.spentMicros)).toBe(calls.reduce((sum, { costMicros }) => sum + costMicros, 0n))
  })

  it('is not asked before the first has used all its attempts, then once', async () => {
    bench.server.script('m-writer', { refuse: 'I would rather not.' })
    bench.server.script('m-spare', saying({ text: 'x' }))
    const since = bench.server.seen.length
    const refused = await bench.settled(await start('tenacious'))
    expect(refused.steps.at(-1)?.result.standIn ?? refused.steps.at(-2)?.result.standIn).toMatchObject({
      because: { code: 'model_refused' },
    })
    expect(asked(since, 'm-spare')).toHaveLength(1)

    bench.server.script('m-writer', { status: 409, message: 'no' })
    const from = bench.server.seen.length
    const failed = await bench.settled(await start('tenacious'))
    expect(failed.status).toBe('done')
    const steps = failed.steps.filter((each) => each.node === 'write')
    expect(steps.map(({ status, attempt }) => [status, attempt])).toEqual([
      ['failed', 0],
      ['done', 1],
    ])
    expect(steps[0]?.result).not.toHaveProperty('standIn')
    expect(asked(from, 'm-spare')).toHaveLength(1)
  })

  it('fails as well, and a person hears of both', async () => {
    bench.server.script('m-writer', { refuse: 'I would rather not.' })
    bench.server.script('m-spare', saying({ wrong: true }))
    const run = await bench.settled(await start('letters'))
    expect(run.status).toBe('waiting')
    const review = await getReview(bench.context(['reviewer'], 'usr_other'), { id: run.reviews[0]?.id ?? '' })
    const { failure, draft } = review.view
    expect(failure).toMatchObject({
      code: 'model_refused',
      details: {
        asked: [
          { agent: 'writer', code: 'model_refused' },
          { agent: 'spare', code: 'contract_violated' },
        ],
      },
    })
    expect(failure?.message).toMatch(
      /^Writer: .* Spare, who stood in: The answer broke the contract letter 1/,
    )
    // What came closest is there to be mended.
    expect(draft).toMatchObject({ slot: 'write', value: { wrong: true } })
  })

  it('does not stand in for one that a person has stopped: the run is held', async () => {
    bench.server.script('m-writer', { hang: 'before headers' })
    bench.server.script('m-spare', saying({ text: 'x' }))
    const since = bench.server.seen.length
    const id = await start('letters')
    await expect.poll(() => asked(since, 'm-writer').length).toBe(1)
    await stopAgent(operator(), { slug: 'writer', reason: 'A look first.' })
    await held(id)
    expect(asked(since, 'm-spare')).toHaveLength(0)
    bench.server.script('m-writer', saying({ text: 'From the writer' }))
    await resumeAgent(operator(), { slug: 'writer' })
    expect(await bench.settled(id)).toMatchObject({
      status: 'done',
      state: { write: { text: 'From the writer' } },
    })
  })

  it('is waited for when it is stopped itself', async () => {
    bench.server.script('m-writer', { say: 'nonsense' })
    bench.server.script('m-spare', saying({ text: 'From the spare' }))
    await stopAgent(operator(), { slug: 'spare', reason: 'A look first.' })
    const since = bench.server.seen.length
    const id = await start('letters')
    await held(id)
    expect(asked(since, 'm-spare')).toHaveLength(0)
    await resumeAgent(operator(), { slug: 'spare' })
    expect(await bench.settled(id)).toMatchObject({
      status: 'done',
      state: { write: { text: 'From the spare' } },
    })
  })
})
