import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import type { GateDecision } from '@/domain/effect/gate'
import type { ReviewView } from '@/domain/run/review'
import { toolSchema } from '@/domain/team/agent'
import { newId } from '@/server/db/id'
import { exactReview } from '@/server/services/gate/exact-request'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from './testing/bundle'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

const look = toolSchema.parse({
  ...{ name: 'look', description: 'Reads notes', connection: 'crm', path: '/notes' },
  parameters: { type: 'object' },
})
let bench: EngineBench
const teamOf = async (slug: string, autonomy: number, action: object = {}) => {
  const bundle = dealBundle({ action })
  const writer = bundle.agents['writer']
  if (!writer) throw new Error('the bundle has no writer')
  await bench.team(slug, { ...bundle, agents: { writer: { ...writer, autonomy } } })
}
beforeAll(async () => {
  bench = await startEngineBench()
  for (const autonomy of [0, 1, 2, 3])
    for (const risk of ['low', 'medium', 'high'])
      await teamOf(`level-${autonomy}-${risk}`, autonomy, { risk })
  await teamOf('plain', 2)
  const bundle = dealBundle()
  const checks = bundle.nodes['checks']
  if (checks?.kind !== 'rules') throw new Error('the bundle has no rules')
  await bench.team('unruled', { ...bundle, nodes: { ...bundle.nodes, checks: { ...checks, rules: [] } } })
  await bench.team('reading', {
    ...bundle,
    agents: { writer: { ...bundle.agents['writer']!, tools: [look] } },
  })
  await teamOf('computed', 2, { risk: "draft.amount > 500.0 ? 'high' : 'low'" })
  await teamOf('nonsense', 3, { risk: 'draft.deal_id' })
})
afterAll(() => bench.close())
beforeEach(() => bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 7 })))

const start = async (team: string) =>
  (await startRun(bench.context(['operator']), { team, input: { deal_id: 'D-1' } })).id
const reviewer = () => bench.context(['reviewer'], 'usr_reviewer')
const openReview = async (runId: string) => {
  const { id, digest, view } = await bench.db.prisma.review.findFirstOrThrow({
    where: { runId, status: 'open' },
  })
  return { id, digest, view: view as unknown as ReviewView }
}
const entriesOf = async (runId: string, kind: string) =>
  (await bench.db.prisma.recordEntry.findMany({ where: { runId, kind } })).map(
    ({ body }) => JSON.parse(Buffer.from(body).toString()) as { data: Record<string, unknown> },
  )
const outcomesOf = (gate: GateDecision | undefined) =>
  Object.fromEntries((gate?.stages ?? []).map(({ stage, outcome }) => [stage, outcome]))

describe('every level and every risk', () => {
  it.each([
    ['level-0-low', 'simulated'],
    ['level-0-medium', 'simulated'],
    ['level-0-high', 'simulated'],
    ['level-1-low', 'asked'],
    ['level-1-medium', 'asked'],
    ['level-1-high', 'asked'],
    ['level-2-low', 'sent'],
    ['level-2-medium', 'asked'],
    ['level-2-high', 'asked'],
    ['level-3-low', 'sent'],
    ['level-3-medium', 'sent'],
    ['level-3-high', 'asked'],
  ])('%s: %s', async (team, expected) => {
    const from = bench.service.arrivals.length
    const run = await bench.settled(await start(team))
    expect(bench.service.arrivals.length - from).toBe(expected === 'sent' ? 1 : 0)
    expect(run.status).toBe(expected === 'asked' ? 'waiting' : 'done')
    if (expected === 'asked') {
      expect(run.effects).toEqual([])
      const { view } = await openReview(run.id)
      expect(view.effects).toMatchObject([{ method: 'PATCH', path: '/deals/D-1', body: { amount: 7 } }])
      expect(outcomesOf(view.gate)).toMatchObject({ person: 'held', execution: 'not_reached' })
    } else {
      const intents = await entriesOf(run.id, 'effect.intended')
      expect(intents).toHaveLength(1)
      const stages = intents[0]?.data['stages'] as { stage: string; outcome: string }[]
      expect(stages.map(({ stage }) => stage)).toEqual([
        'schema',
        'policy',
        'rules',
        'supervisor',
        'person',
        'execution',
      ])
      expect(stages.at(-1)?.outcome).toBe(expected === 'sent' ? 'passed' : 'simulated')
    }
  })

  it('where the action says nothing, business rules that let it through make it low', async () => {
    const run = await bench.settled(await start('plain'))
    expect(run.status).toBe('done')
    const step = run.steps.find(({ node }) => node === 'update')
    expect(step?.result.gate).toMatchObject({ risk: 'low', agents: ['writer'] })
    expect(outcomesOf(step?.result.gate)).toEqual({
      schema: 'passed',
      policy: 'passed',
      rules: 'passed',
      supervisor: 'not_needed',
      person: 'not_needed',
      execution: 'passed',
    })
  })

  it('where no rule is drawn, nothing is low by itself', async () => {
    const run = await bench.settled(await start('unruled'))
    expect(run.status).toBe('waiting')
    expect((await openReview(run.id)).view.gate?.risk).toBe('medium')
  })

  it('a risk is worked out from what is sent; what is no risk is high', async () => {
    expect((await bench.settled(await start('computed'))).status).toBe('done')
    bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 700 }))
    const run = await bench.settled(await start('computed'))
    expect(run.status).toBe('waiting')
    expect((await openReview(run.id)).view.gate?.risk).toBe('high')
    const nonsense = await bench.settled(await start('nonsense'))
    expect(nonsense.status).toBe('waiting')
    expect((await openReview(nonsense.id)).view.gate?.risk).toBe('high')
  })
})

describe('a held effect', () => {
  it('goes out once it is approved, exactly as it was shown, and says who approved it', async () => {
    const from = bench.service.arrivals.length
    const run = await bench.settled(await start('level-1-low'))
    const { id, digest } = await openReview(run.id)
    const [shown] = await exactReview(reviewer(), { id })
    expect(shown).toMatchObject({ method: 'PATCH', url: `${bench.service.baseUrl}/deals/D-1` })
    expect(bench.service.arrivals).toHaveLength(from)
    await decideReview(reviewer(), { id, verdict: { decision: 'approve', digest, reason: '' } })
    const done = await bench.settled(run.id)
    expect(done.status).toBe('done')
    const [arrival] = bench.service.arrivals.slice(from)
    expect(arrival).toMatchObject({ method: 'PATCH', path: '/deals/D-1' })
    expect(JSON.stringify(arrival?.body)).toBe(shown?.body)
    expect(shown?.headers).toContainEqual({ name: 'idempotency-key', value: arrival?.key })
    const gate = done.steps.find(({ node }) => node === 'update')?.result.gate
    expect(gate?.stages).toContainEqual(
      expect.objectContaining({ stage: 'person', outcome: 'passed', review: id }),
    )
    expect(await entriesOf(run.id, 'effect.intended')).toHaveLength(1)
  })

  it('ends the run where it is rejected, and nothing goes out', async () => {
    const from = bench.service.arrivals.length
    const run = await bench.settled(await start('level-1-low'))
    const { id, digest } = await openReview(run.id)
    const review = await getReview(reviewer(), { id })
    expect(review).toMatchObject({ kind: 'approval', rejectLeadsTo: null, node: { kind: 'action' } })
    await decideReview(reviewer(), { id, verdict: { decision: 'reject', digest, reason: 'No' } })
    expect(await bench.settled(run.id)).toMatchObject({ status: 'done', outcome: { result: 'rejected' } })
    expect(bench.service.arrivals).toHaveLength(from)
  })

  it('can be edited before it goes out; rules look at the edit', async () => {
    const from = bench.service.arrivals.length
    const run = await bench.settled(await start('level-1-low'))
    const { id, digest } = await openReview(run.id)
    const edit = { deal_id: 'D-1', amount: 8 }
    await decideReview(reviewer(), { id, verdict: { decision: 'approve', digest, reason: '', edit } })
    expect((await bench.settled(run.id)).status).toBe('done')
    expect(bench.service.arrivals.slice(from)).toMatchObject([{ body: { amount: 8 } }])
  })

  it('is asked about once: of two verdicts one wins', async () => {
    const from = bench.service.arrivals.length
    const run = await bench.settled(await start('level-1-low'))
    const { id, digest } = await openReview(run.id)
    const verdict = { decision: 'approve' as const, digest, reason: '' }
    const both = await Promise.allSettled([
      decideReview(reviewer(), { id, verdict }),
      decideReview(bench.context(['reviewer'], 'usr_other'), { id, verdict }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await bench.settled(run.id)
    expect(bench.service.arrivals).toHaveLength(from + 1)
  })
})

describe('policies', () => {
  /** What a worker knows of policies is a second old at most. */
  const hold = async (text: string | undefined) => {
    await bench.db.prisma.policyVersion.updateMany({ data: { status: 'past' } })
    if (text)
      await bench.db.prisma.policyVersion.create({
        data: {
          id: newId('pol'),
          workspaceId: bench.workspaceId,
          number: 1 + (await bench.db.prisma.policyVersion.count()),
          digest: text,
          policies: [...DEFAULT_POLICIES, { id: 'house', title: 'One of ours.', text }],
          status: 'current',
          editors: [],
          proposedBy: {},
        },
      })
    await sleep(1100)
  }
  afterEach(() => hold(undefined))

  it.each([
    ['forbid (principal == Baton::Agent::"writer", action == Baton::Action::"connection.use", resource);'],
    ['forbid (principal, action == Baton::Action::"field.write", resource in Baton::Contract::"deal.note");'],
    [
      'forbid (principal, action == Baton::Action::"connection.use", resource == Baton::Connection::"crm") when { context.risk < 1 };',
    ],
  ])('%s keeps it in, is named, and a person hears of it', async (text) => {
    await hold(text)
    const from = bench.service.arrivals.length
    const run = await bench.settled(await start('plain'))
    expect(run).toMatchObject({ status: 'waiting', reviews: [{ kind: 'escalation' }], effects: [] })
    expect(run.reviews[0]?.reason).toContain('house')
    const [refused] = await entriesOf(run.id, 'effect.refused')
    expect(refused?.data['stages']).toContainEqual({
      stage: 'policy',
      outcome: 'refused',
      policies: ['house'],
    })
    // What was asked, with the policy that denied it: what a person may ask for.
    const action = text.includes('field.write') ? 'field.write' : 'connection.use'
    const denied = await entriesOf(run.id, `${action.split('.')[0] ?? ''}.refused`)
    expect(denied.length).toBeGreaterThan(0)
    for (const { data } of denied)
      expect(data['denial']).toMatchObject({
        principal: { type: 'Agent', id: 'writer' },
        action,
        policies: ['house'],
      })
    expect(bench.service.arrivals).toHaveLength(from)
    // Once it may, the same step goes on.
    await hold(undefined)
    const { id, digest } = await openReview(run.id)
    await decideReview(reviewer(), { id, verdict: { decision: 'retry', digest, reason: 'It may now' } })
    expect((await bench.settled(run.id)).status).toBe('done')
  })

  it('know what an agent has read in this run, and that a person has approved its work since', async () => {
    await hold(
      'forbid (principal, action == Baton::Action::"connection.use", resource) when { context.tainted };',
    )
    const read = { call: { name: 'look', arguments: '{}' } }
    const gateOf = (run: { steps: { node: string; result: { gate?: GateDecision } }[] }) =>
      run.steps.find(({ node }) => node === 'update')?.result.gate
    expect((await bench.settled(await start('plain'))).status).toBe('done')
    bench.server.script('m-one', read, saying({ deal_id: 'D-1', amount: 7 }))
    const refused = await bench.settled(await start('reading'))
    expect(gateOf(refused)).toMatchObject({ outcome: 'refuse', tainted: ['writer'] })
    bench.server.script('m-one', read, saying({ deal_id: 'D-1', amount: 2000 }))
    const asked = await bench.settled(await start('reading'))
    const { id, digest } = await openReview(asked.id)
    await decideReview(reviewer(), { id, verdict: { decision: 'approve', digest, reason: '' } })
    const done = await bench.settled(asked.id)
    expect(done.status).toBe('done')
    expect(gateOf(done)).toMatchObject({ outcome: 'go', tainted: [] })
  })

  it('follow up what went out before a crash, though they would keep it in by now', async () => {
    const from = bench.service.arrivals.length
    bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 2000 }))
    const run = await bench.settled(await start('plain'))
    const { id, digest, view } = await openReview(run.id)
    // As a worker leaves it that died between its intent and the answer.
    await bench.db.prisma.effect.create({
      data: {
        id: newId('eff'),
        workspaceId: bench.workspaceId,
        runId: run.id,
        node: 'update',
        iteration: 0,
        key: `${run.id}:update:0`,
        connection: 'crm',
        request: view.effects[0] as object,
        status: 'intended',
        attempts: 1,
      },
    })
    await hold('forbid (principal, action == Baton::Action::"connection.use", resource);')
    await decideReview(reviewer(), { id, verdict: { decision: 'approve', digest, reason: '' } })
    expect((await bench.settled(run.id)).status).toBe('done')
    expect(bench.service.arrivals.slice(from)).toMatchObject([{ key: `${run.id}:update:0` }])
    expect(await bench.db.prisma.effect.count({ where: { runId: run.id } })).toBe(1)
  })
})
