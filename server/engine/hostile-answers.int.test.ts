import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from './testing/bundle'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('patient', dealBundle({ agent: { retries: 0, repairs: 1 } }))
  await bench.team('stubborn', dealBundle({ agent: { retries: 2, repairs: 0 } }))
  await bench.team('asks', dealBundle({ action: { produces: 'deal.note@1', retries: 0 } }))
  await bench.team('once', dealBundle({ action: { retries: 0 } }))
  const reads = dealBundle({ action: { effect: 'read' } })
  await bench.team('reads', reads)
  const sure = dealBundle({ agent: { retries: 0, repairs: 0 } })
  const { checks } = sure.nodes
  if (checks?.kind === 'rules')
    checks.rules = [
      { id: 'C-1', name: 'Sure', when: 'decision.draft.confidence < 0.7', then: 'review', message: '' },
    ]
  await bench.team('sure', sure)
})
afterAll(() => bench.close())

async function run(team: string) {
  const ctx = bench.context(['operator'], 'usr_operator')
  const { id } = await startRun(ctx, { team, input: { deal_id: 'D-1' } })
  return bench.settled(id)
}

async function reviewOf(runId: string) {
  const { id } = await bench.db.prisma.review.findFirstOrThrow({ where: { runId, status: 'open' } })
  return getReview(reviewer(), { id })
}

const reviewer = () => bench.context(['reviewer'], 'usr_reviewer')

async function settledCalls(runId: string): Promise<void> {
  const calls = await bench.db.prisma.modelCall.findMany({ where: { runId } })
  expect(calls.map(({ status }) => status)).not.toContain('reserved')
}

describe('whatever a model says, the run reaches a person and its calls are settled', () => {
  it.each([
    ['U+0000 and half a surrogate pair', { say: '{"note":"\u0000 \ud800 bad"}' }],
    ['a refusal with them', { refuse: 'No \u0000 \ud83d.' }],
    ['an error with them', { status: 400, message: 'bad \u0000 \udc00' }],
    ['a tool named with them', { call: { name: 'look\u0000', arguments: '{"a":"\u0000' } }],
    ['an emoji where the answer is cut', { say: `${'x'.repeat(3999)}😀 and on` }],
    ['an emoji where the parser cuts', { say: `${'x'.repeat(7)}${'😀'.repeat(500)}` }],
    ['a number that is kept by no one', saying({ deal_id: 'D-2', amount: 2 ** 63 })],
    ['numbers deeper than its contract', { say: '{"output":{"deal_id":"x","amount":1e400}}' }],
  ] as const)('%s', async (_what, move) => {
    bench.server.script('m-one', move)
    const waiting = await run('patient')
    expect(waiting.status).toBe('waiting')
    expect((await reviewOf(waiting.id)).kind).toBe('escalation')
    await settledCalls(waiting.id)
  })
})

describe('whatever a service answers', () => {
  it('a number that cannot be kept exactly reaches a person, who can say what it answered', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-2', amount: 1 }))
    bench.service.answers.push({ body: '{"deal_id":"D-2","amount":9223372036854775807}' })
    const waiting = await run('asks')
    expect(waiting).toMatchObject({ status: 'waiting', effects: [{ status: 'done' }] })
    const review = await reviewOf(waiting.id)
    expect(review.view.failure?.code).toBe('contract_violated')
    const edit = { deal_id: 'D-2', amount: 7 }
    await decideReview(reviewer(), {
      id: review.id,
      verdict: { decision: 'approve', digest: review.digest, reason: 'looked', edit },
    })
    expect(await bench.settled(waiting.id)).toMatchObject({ status: 'done', state: { update: edit } })
  })

  it('what went out and was not answered is unknown once it is not sent again', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-3', amount: 1 }))
    bench.service.answers.push('drop')
    const waiting = await run('once')
    expect(waiting).toMatchObject({ status: 'waiting', effects: [{ status: 'unknown' }] })
    expect((await reviewOf(waiting.id)).view.failure?.code).toBe('outcome_unknown')
  })

  it('an action that says it reads but does not ask with GET is a write all the same', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-4', amount: 1 }))
    const done = await run('reads')
    expect(done).toMatchObject({ status: 'done', effects: [{ status: 'done' }] })
    expect(bench.service.arrivals.at(-1)).toMatchObject({ method: 'PATCH', key: `${done.id}:update:0` })
  })
})

it('what a person answers in an agent’s place is sure to the rules', async () => {
  bench.server.script('m-one', { say: 'no' })
  const waiting = await run('sure')
  const review = await reviewOf(waiting.id)
  await decideReview(reviewer(), {
    id: review.id,
    verdict: {
      decision: 'approve',
      digest: review.digest,
      reason: '',
      edit: { deal_id: 'D-5', amount: 1 },
    },
  })
  expect((await bench.settled(waiting.id)).status).toBe('done')
})

describe('where nobody answers', () => {
  // Last: the model is left alone for a while, as it asked.
  it('a model that asks to be left alone for a year is not waited for, nor is one in cool-down', async () => {
    bench.server.script('m-one', { status: 429, headers: { 'retry-after': '31536000' } })
    for (const team of ['stubborn', 'patient']) {
      const waiting = await run(team)
      expect(waiting.status).toBe('waiting')
      expect((await reviewOf(waiting.id)).view.failure?.code).toBe('model_failed')
    }
  })

  it('no model to ask is said', async () => {
    await bench.db.prisma.model.updateMany({ data: { enabled: false } })
    const waiting = await run('patient')
    expect(waiting.status).toBe('waiting')
    expect(['no_model', 'model_failed']).toContain((await reviewOf(waiting.id)).view.failure?.code)
  })
})
