import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { listReviews } from '@/server/services/review/list'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from './testing/bundle'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('deals', dealBundle())
  await bench.team('four-eyes', dealBundle({ human: { fourEyes: true, reasonRequired: true } }), [
    'usr_editor',
  ])
  await bench.team('patient', dealBundle({ agent: { retries: 0, repairs: 1 } }))
  await bench.team('guarded', dealBundle({ agent: { retries: 0, repairs: 0 } }), ['usr_editor'])
  await bench.team('fragile', dealBundle({ action: { idempotent: false, retries: 0 } }))
})
afterAll(() => bench.close())

const start = async (team = 'deals') =>
  (await startRun(bench.context(['operator'], 'usr_operator'), { team, input: { deal_id: 'D-1' } })).id

async function openReview(runId: string) {
  const { id } = await bench.db.prisma.review.findFirstOrThrow({ where: { runId, status: 'open' } })
  return getReview(bench.context(['reviewer']), { id })
}

const reviewer = () => bench.context(['reviewer'], 'usr_reviewer')

describe('what goes wrong', () => {
  it('a broken answer is repaired by feeding the error back', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-7' }), saying({ deal_id: 'D-7', amount: 10 }))
    const run = await bench.settled(await start('patient'))
    expect(run.status).toBe('done')
    const draft = run.steps.find(({ node }) => node === 'draft')
    expect(draft?.result.calls?.map(({ purpose, result }) => `${purpose} ${result}`)).toEqual([
      'answer misfit',
      'repair fits',
    ])
    expect(JSON.stringify(bench.server.seen.at(-1)?.body)).toContain('amount')
  })

  it.each([
    ['nonsense', { say: 'I think so.' }, 'contract_violated'],
    ['a refusal', { refuse: 'I would rather not.' }, 'model_refused'],
    ['truncated JSON', { say: '{"output": {"deal', finish: 'length' }, 'contract_violated'],
    ['429', { status: 429 }, 'model_failed'],
    ['500', { status: 500 }, 'model_failed'],
  ] as const)(
    '%s ends with a person who sees what happened, and can answer by hand',
    async (_name, move, code) => {
      bench.server.script('m-one', move)
      const run = await bench.settled(await start('patient'))
      expect(run.status).toBe('waiting')
      const review = await openReview(run.id)
      expect(review).toMatchObject({ kind: 'escalation', view: { failure: { code } } })
      if ('refuse' in move) expect(review.reason).toContain(`twice: “${move.refuse}”`)
      const edit = { deal_id: 'D-8', amount: 12 }
      await decideReview(reviewer(), {
        id: review.id,
        verdict: { decision: 'approve', digest: review.digest, reason: 'by hand', edit },
      })
      expect(await bench.settled(run.id)).toMatchObject({ status: 'done', state: { draft: edit } })
    },
  )

  it('an escalated step is tried again when a person says so', async () => {
    bench.server.script('m-one', { say: 'no' })
    const run = await bench.settled(await start('patient'))
    const review = await openReview(run.id)
    bench.server.script('m-one', saying({ deal_id: 'D-9', amount: 1 }))
    await decideReview(reviewer(), {
      id: review.id,
      verdict: { decision: 'retry', digest: review.digest, reason: '' },
    })
    expect((await bench.settled(run.id)).status).toBe('done')
  })

  it('whoever started a run, or edited its team, answers for none of its steps, but may try again or end it', async () => {
    bench.server.script('m-one', { say: 'no' })
    const run = await bench.settled(await start('guarded'))
    for (const id of ['usr_operator', 'usr_editor']) {
      const own = bench.context(['operator', 'reviewer'], id)
      const { id: reviewId } = await openReview(run.id)
      const review = await getReview(own, { id: reviewId })
      expect([review.barred, review.approvalBarred]).toEqual([null, expect.stringContaining('somebody else')])
      expect((await listReviews(own, { mine: true })).map((each) => each.id)).toContain(reviewId)
      const edit = { deal_id: 'D-8', amount: 12 }
      const answer = { decision: 'approve' as const, digest: review.digest, reason: '', edit }
      await expect(decideReview(own, { id: reviewId, verdict: answer })).rejects.toMatchObject({
        code: 'forbidden',
      })
      const again = { decision: 'retry' as const, digest: review.digest, reason: '' }
      await decideReview(own, { id: reviewId, verdict: again })
      await bench.settled(run.id)
    }
    const own = bench.context(['operator', 'reviewer'], 'usr_operator')
    const { id, digest } = await openReview(run.id)
    await decideReview(own, { id, verdict: { decision: 'reject', digest, reason: '' } })
    expect((await bench.settled(run.id)).status).toBe('failed')
  })

  it('an effect whose outcome is unknown is never repeated blindly', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-10', amount: 1 }))
    bench.service.answers.push('drop')
    const arrived = bench.service.arrivals.length
    const run = await bench.settled(await start('fragile'))
    expect(run).toMatchObject({ status: 'waiting', effects: [{ status: 'unknown' }] })
    expect(bench.service.arrivals.length - arrived).toBe(1)
    const review = await openReview(run.id)
    expect(review.view.failure?.code).toBe('outcome_unknown')
    await decideReview(reviewer(), {
      id: review.id,
      verdict: { decision: 'approve', digest: review.digest, reason: 'I looked: it is there' },
    })
    expect(await bench.settled(run.id)).toMatchObject({ status: 'done', effects: [{ status: 'done' }] })
    expect(bench.service.arrivals.length - arrived).toBe(1)
  })

  it('a service that fails for a while gets the same key again', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-11', amount: 1 }))
    bench.service.answers.push(503, 503)
    const arrived = bench.service.arrivals.length
    const run = await bench.settled(await start())
    expect(run.status).toBe('done')
    const keys = bench.service.arrivals.slice(arrived).map(({ key }) => key)
    expect(keys).toEqual(Array(3).fill(`${run.id}:update:0`))
  })

  it('a spent budget blocks before the call, and raising it lets the run go on', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-12', amount: 1 }))
    const budget = await bench.budget('agent', 'writer', 'run', 10n)
    const seen = bench.server.seen.length
    const run = await bench.settled(await start())
    expect(run.status).toBe('blocked')
    expect(bench.server.seen.length).toBe(seen)
    const review = await openReview(run.id)
    const verdict = { decision: 'raise' as const, digest: review.digest, reason: '', capMicros: '5000000' }
    await expect(decideReview(reviewer(), { id: review.id, verdict })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await decideReview(bench.context(['admin', 'reviewer'], 'usr_admin'), { id: review.id, verdict })
    expect((await bench.settled(run.id)).status).toBe('done')
    await bench.db.prisma.budget.delete({ where: { id: budget } })
  })
})
