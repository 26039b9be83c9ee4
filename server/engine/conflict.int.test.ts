import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReviewView } from '@/domain/run/review'
import {
  settlingCatalogue,
  settlingEach,
  settlingTeam,
  withSettledContract,
} from '@/domain/team/testing/settling-team'
import type { TeamDocument } from '@/domain/team/document'
import type { Move } from '@/server/models/testing/scripted-server'
import { decideReview } from '@/server/services/review/decide'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  for (const model of ['m-credit', 'm-fit', 'm-judge']) await bench.model(model)
  const team = (slug: string, document: TeamDocument) =>
    bench.team(slug, publishable(withSettledContract(document), settlingCatalogue()))
  await team('owner', settlingTeam())
  await team('near', settlingTeam({ compare: 2 }))
  await team('surer', settlingTeam({ policy: 'confidence', margin: 0.2 }))
  await team('surer-or-owner', settlingTeam({ policy: 'confidence', margin: 0.2, otherwise: 'owner' }))
  await team('judged', settlingTeam({ policy: 'supervisor', agent: 'judge' }))
  await team('person', settlingTeam({ policy: 'person', fourEyes: true, reasonRequired: true }))
  await team('each', settlingEach({ policy: 'supervisor', agent: 'judge' }))
})
afterAll(() => bench.close())

const start = async (team: string, input: Record<string, unknown> = { name: 'Brightwater' }) =>
  (await startRun(bench.context(['operator']), { team, input })).id
const claim = (credit: number, fit: number, sure: [number, number] = [0.9, 0.9]) => {
  bench.server.script('m-credit', saying({ score: credit }, sure[0]))
  bench.server.script('m-fit', saying({ score: fit }, sure[1]))
}
const settledAs = async (team: string) => {
  const run = await bench.settled(await start(team))
  return { run, settled: (run.state as { settle?: unknown }).settle }
}
const openReview = async (runId: string) => {
  const review = await bench.db.prisma.review.findFirstOrThrow({ where: { runId, status: 'open' } })
  return { ...review, view: review.view as unknown as ReviewView }
}
const entriesOf = async (runId: string) =>
  (await bench.db.prisma.recordEntry.findMany({ where: { runId } }))
    .map(
      ({ body }) =>
        JSON.parse(Buffer.from(body).toString()) as {
          kind: string
          node?: string
          data: Record<string, unknown>
        },
    )
    .filter(({ node }) => node === 'settle')

describe('claims', () => {
  it('that agree settle themselves', async () => {
    claim(7, 7)
    expect((await settledAs('owner')).settled).toEqual({
      value: 7,
      by: 'credit_check',
      policy: 'owner',
      agreed: true,
      losing: [],
    })
  })

  it('agree within a tolerance, and no further', async () => {
    claim(7, 9)
    expect((await settledAs('near')).settled).toMatchObject({ value: 7, agreed: true })
    claim(7, 9.5)
    expect((await settledAs('near')).settled).toMatchObject({ value: 7, agreed: false })
  })

  it('are settled by the decision owner; the losing one and the reason stay on the record', async () => {
    claim(3, 8, [0.5, 0.95])
    const { run, settled } = await settledAs('owner')
    expect(settled).toEqual({
      value: 3,
      by: 'credit_check',
      policy: 'owner',
      agreed: false,
      losing: [{ by: 'fit_check', value: 8, confidence: 0.95, why: 'The decision owner claims otherwise.' }],
    })
    const [entry] = await entriesOf(run.id)
    expect(entry?.data).toMatchObject({
      subject: 'lead.quality',
      holds: 'credit_check',
      losing: [{ by: 'fit_check', why: 'The decision owner claims otherwise.' }],
    })
    // Who stands in the open; the values lie beside it, sealed: a digest without salt would let them be guessed.
    expect(entry?.data.claims).toEqual([
      { by: 'credit_check', confidence: 0.5 },
      { by: 'fit_check', confidence: 0.95 },
    ])
    expect(entry?.data.claimed).toMatchObject({ $hmac: expect.any(String) })
  })

  it('are settled by who is surer by a margin', async () => {
    claim(3, 8, [0.6, 0.8])
    expect((await settledAs('surer')).settled).toMatchObject({
      value: 8,
      by: 'fit_check',
      policy: 'confidence',
      losing: [{ by: 'credit_check', why: 'It is less sure: 0.60 against 0.80.' }],
    })
  })

  it('go to the owner without a margin, where that is drawn', async () => {
    claim(3, 8, [0.7, 0.8])
    expect((await settledAs('surer-or-owner')).settled).toMatchObject({ value: 3, policy: 'owner' })
  })

  it('go to a person without a margin, side by side, and the verdict chooses one', async () => {
    claim(3, 8, [0.7, 0.8])
    const { run } = await settledAs('surer')
    const review = await openReview(run.id)
    expect(review).toMatchObject({
      kind: 'conflict',
      node: 'settle',
      question: 'Which claim of lead.quality holds?',
    })
    expect(review.view.conflict).toMatchObject({
      subject: 'lead.quality',
      claims: [
        {
          by: 'credit_check',
          agent: 'Credit',
          value: 3,
          confidence: 0.7,
          rationale: 'As scripted.',
          owns: true,
        },
        { by: 'fit_check', agent: 'Fit', value: 8, confidence: 0.8, owns: false },
      ],
    })
    const reviewer = bench.context(['reviewer'], 'usr_other')
    const verdict = { decision: 'approve' as const, digest: review.digest, reason: 'Seen the books' }
    await expect(decideReview(reviewer, { id: review.id, verdict })).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(
      decideReview(reviewer, { id: review.id, verdict: { ...verdict, claim: 2 } }),
    ).rejects.toMatchObject({ code: 'invalid' })
    await expect(
      decideReview(reviewer, { id: review.id, verdict: { ...verdict, claim: 1, digest: 'sha256:0' } }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await decideReview(reviewer, { id: review.id, verdict: { ...verdict, claim: 1 } })
    const done = await bench.settled(run.id)
    expect(done).toMatchObject({
      status: 'done',
      state: {
        settle: {
          value: 8,
          by: 'fit_check',
          policy: 'person',
          losing: [{ by: 'credit_check', why: 'A person chose another claim.' }],
        },
      },
    })
    const decided = (await entriesOf(run.id)).find(({ kind }) => kind === 'review.decided')
    expect(decided?.data).toMatchObject({ holds: 'fit_check', losing: [{ by: 'credit_check' }] })
  })

  it('ask a person by four eyes, with a reason', async () => {
    claim(3, 8)
    const { run } = await settledAs('person')
    const review = await openReview(run.id)
    const verdict = { decision: 'approve' as const, digest: review.digest, reason: '', claim: 0 }
    await expect(
      decideReview(bench.context(['reviewer', 'operator'], 'usr_test'), {
        id: review.id,
        verdict: { ...verdict, reason: 'mine' },
      }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    const other = bench.context(['reviewer'], 'usr_other')
    await expect(decideReview(other, { id: review.id, verdict })).rejects.toMatchObject({ code: 'invalid' })
    await decideReview(other, { id: review.id, verdict: { ...verdict, reason: 'The books say so' } })
    expect(await bench.settled(run.id)).toMatchObject({ status: 'done', state: { settle: { value: 3 } } })
  })

  it('end the run where a person lets none hold', async () => {
    claim(3, 8)
    const { run } = await settledAs('person')
    const review = await openReview(run.id)
    await decideReview(bench.context(['reviewer'], 'usr_other'), {
      id: review.id,
      verdict: { decision: 'reject', digest: review.digest, reason: 'Neither' },
    })
    expect(await bench.settled(run.id)).toMatchObject({ status: 'failed' })
  })
})

const choice = (claim: string) => saying({ claim, reasons: ['the books'] }, 0.8)

describe('an adjudicator', () => {
  it('chooses among the claims by number', async () => {
    claim(3, 8)
    bench.server.script('m-judge', choice('1'))
    const { run, settled } = await settledAs('judged')
    expect(settled).toMatchObject({
      value: 8,
      by: 'fit_check',
      policy: 'supervisor',
      losing: [{ by: 'credit_check', why: 'The adjudicator chose another claim.' }],
    })
    const versions = await bench.db.prisma.stateVersion.findMany({
      where: { runId: run.id },
      orderBy: { version: 'asc' },
    })
    expect(versions.at(-1)?.writer).toMatchObject({ kind: 'agent', id: 'judge' })
  })

  it('cannot give a value of its own', async () => {
    claim(3, 8)
    bench.server.script('m-judge', saying({ claim: '5', reasons: ['better'] }))
    const { run, settled } = await settledAs('judged')
    expect(settled).toBeUndefined()
    expect(run).toMatchObject({ status: 'waiting', reviews: [{ kind: 'escalation', node: 'settle' }] })
  })

  it('asks a person where none can be told to hold; what it cost and said is kept', async () => {
    claim(3, 8)
    bench.server.script('m-judge', choice('escalate'))
    const { run } = await settledAs('judged')
    const review = await openReview(run.id)
    expect(review).toMatchObject({ kind: 'conflict', reason: 'Judge asks a person: the books' })
    expect(run.steps.find(({ node }) => node === 'settle')).toMatchObject({
      status: 'failed',
      result: { envelope: { confidence: 0.8 }, failure: { code: 'rejected' } },
    })
    await decideReview(bench.context(['reviewer'], 'usr_other'), {
      id: review.id,
      verdict: { decision: 'approve', digest: review.digest, reason: '', claim: 0 },
    })
    expect(await bench.settled(run.id)).toMatchObject({ status: 'done', state: { settle: { value: 3 } } })
  })

  it('settles each item of a list by itself', async () => {
    const leads = ['a', 'b', 'c'].map((name) => ({ name }))
    const scored = (scores: Record<string, number>): Move => ({
      by: (body) => {
        const name = /"name":\s*\\?"([^"\\]+)/.exec(JSON.stringify(body).replaceAll('\\"', '"'))?.[1] ?? ''
        return saying({ score: scores[name] ?? 0 })
      },
    })
    bench.server.script('m-credit', scored({ a: 1, b: 2, c: 3 }))
    bench.server.script('m-fit', saying({ score: 2 }))
    bench.server.script('m-judge', choice('0'))
    const run = await bench.settled(await start('each', { leads }))
    expect(run.status).toBe('done')
    const settled = Object.values((run.state as { each: Record<string, { settle: unknown }> }).each)
    expect(settled.map(({ settle }) => settle)).toMatchObject([
      { value: 1, agreed: false },
      { value: 2, agreed: true },
      { value: 3, agreed: false },
    ])
  })
})
