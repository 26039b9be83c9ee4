import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { cancelRun } from '@/server/services/run/cancel'
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

describe('a run', () => {
  it('goes from its trigger to its effect without a person when the rules hold', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 900 }))
    const arrived = bench.service.arrivals.length
    const run = await bench.settled(await start())
    expect(run).toMatchObject({
      status: 'done',
      outcome: { result: 'done' },
      title: 'Deal D-1',
      stateVersion: 2,
    })
    expect(run.steps.map(({ node, status, port }) => `${node} ${status} ${port ?? ''}`)).toEqual([
      'start done out',
      'draft done out',
      'checks done pass',
      'update done out',
      'done done ',
    ])
    expect(bench.service.arrivals.slice(arrived)).toMatchObject([
      { method: 'PATCH', path: '/deals/D-1', key: `${run.id}:update:0`, body: { amount: 900 } },
    ])
    expect(run.effects).toMatchObject([{ status: 'done', attempts: 1 }])
    expect(run.spentMicros).toBeGreaterThan(0n)
    const kinds = await bench.db.prisma.recordEntry.findMany({
      where: { runId: run.id },
      orderBy: { id: 'asc' },
    })
    expect(kinds.map(({ kind }) => kind)).toEqual([
      'run.started',
      'step.completed',
      'step.completed',
      'effect.intended',
      'step.completed',
      'run.ended',
    ])
  })

  it('keeps what an agent saw and said out of the leaves, and beside them', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-secret-7', amount: 1 }))
    const run = await bench.settled(await start())
    const entries = await bench.db.prisma.recordEntry.findMany({ where: { runId: run.id } })
    expect(entries.map(({ body }) => Buffer.from(body).toString()).join()).not.toContain('D-secret-7')
    const privates = await bench.db.prisma.recordPrivate.findMany({
      where: { entryId: { in: entries.map(({ entryId }) => entryId) } },
    })
    expect(JSON.stringify(privates.map(({ value }) => value))).toContain('D-secret-7')
  })

  it('starts once for an idempotency key, and refuses the key with another input', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 1 }))
    const ctx = bench.context(['operator'])
    const first = await startRun(ctx, { team: 'deals', input: { deal_id: 'D-1' }, idempotencyKey: 'k1' })
    const again = await startRun(ctx, { team: 'deals', input: { deal_id: 'D-1' }, idempotencyKey: 'k1' })
    expect([again.id, first.created, again.created]).toEqual([first.id, true, false])
    await expect(
      startRun(ctx, { team: 'deals', input: { deal_id: 'D-2' }, idempotencyKey: 'k1' }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('refuses an input that breaks the contract, with the place', async () => {
    const refused = startRun(bench.context(['operator']), { team: 'deals', input: { deal: 1 } })
    await expect(refused).rejects.toMatchObject({
      code: 'invalid',
      problems: expect.arrayContaining([
        expect.objectContaining({ pointer: expect.any(String) as string }),
      ]) as unknown,
    })
  })

  it('stops before its effect when cancelled, and withdraws its review', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 5000 }))
    const run = await bench.settled(await start())
    expect(run.status).toBe('waiting')
    const review = await openReview(run.id)
    await cancelRun(bench.context(['operator']), { id: run.id, reason: 'test' })
    expect((await bench.settled(run.id)).status).toBe('cancelled')
    await expect(
      decideReview(reviewer(), {
        id: review.id,
        verdict: { decision: 'approve', digest: review.digest, reason: '' },
      }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a person', () => {
  it('approves exactly what was shown, once', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-2', amount: 5000 }))
    const run = await bench.settled(await start())
    const review = await openReview(run.id)
    expect(review.view).toMatchObject({
      question: 'Write 5000?',
      reasons: [{ code: 'A-1', text: '5000 is above 1000' }],
      draft: { slot: 'draft', value: { amount: 5000 } },
      effects: [{ method: 'PATCH', path: '/deals/D-2', body: { amount: 5000 } }],
    })
    const approve = { decision: 'approve' as const, digest: review.digest, reason: 'fine' }
    await expect(
      decideReview(reviewer(), { id: review.id, verdict: { ...approve, digest: 'sha256:0' } }),
    ).rejects.toMatchObject({ code: 'conflict' })
    const both = await Promise.allSettled([
      decideReview(reviewer(), { id: review.id, verdict: approve }),
      decideReview(bench.context(['reviewer'], 'usr_other'), { id: review.id, verdict: approve }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await bench.settled(run.id)).toMatchObject({ status: 'done', effects: [{ status: 'done' }] })
  })

  it('edits, and the edit is what goes out, written under their name', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-3', amount: 5000 }))
    const run = await bench.settled(await start())
    const review = await openReview(run.id)
    const verdict = {
      decision: 'approve' as const,
      digest: review.digest,
      reason: '',
      edit: { deal_id: 'D-3', amount: 777 },
    }
    await expect(
      decideReview(reviewer(), { id: review.id, verdict: { ...verdict, edit: { amount: -1 } } }),
    ).rejects.toMatchObject({ code: 'invalid' })
    await decideReview(reviewer(), { id: review.id, verdict })
    expect(await bench.settled(run.id)).toMatchObject({ status: 'done', state: { draft: { amount: 777 } } })
    expect(bench.service.arrivals.at(-1)).toMatchObject({ body: { amount: 777 } })
    const last = await bench.db.prisma.stateVersion.findFirst({
      where: { runId: run.id },
      orderBy: { version: 'desc' },
    })
    expect(last?.writer).toMatchObject({ kind: 'person', id: 'usr_reviewer' })
  })

  it('sends back with instructions, and the agent reads them and its earlier draft', async () => {
    bench.server.script(
      'm-one',
      saying({ deal_id: 'D-4', amount: 5000 }),
      saying({ deal_id: 'D-4', amount: 800 }),
    )
    const run = await bench.settled(await start())
    const review = await openReview(run.id)
    const verdict = { decision: 'send_back' as const, digest: review.digest, reason: '' }
    await expect(decideReview(reviewer(), { id: review.id, verdict })).rejects.toMatchObject({
      code: 'invalid',
    })
    await decideReview(reviewer(), { id: review.id, verdict: { ...verdict, reason: 'Make it cheaper' } })
    const done = await bench.settled(run.id)
    expect(done.status).toBe('done')
    expect(done.steps.filter(({ node }) => node === 'draft').map(({ iteration }) => iteration)).toEqual([
      0, 1,
    ])
    const prompt = JSON.stringify(bench.server.seen.at(-1)?.body)
    expect(prompt).toContain('Make it cheaper')
    expect(prompt).toContain('5000')
  })

  it('rejects, and the run ends as rejected without an effect', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-5', amount: 5000 }))
    const run = await bench.settled(await start())
    const review = await openReview(run.id)
    await decideReview(reviewer(), {
      id: review.id,
      verdict: { decision: 'reject', digest: review.digest, reason: 'no' },
    })
    expect(await bench.settled(run.id)).toMatchObject({
      status: 'done',
      outcome: { result: 'rejected' },
      effects: [],
    })
  })

  it('does not decide on a run they started or a version they edited where four eyes are asked', async () => {
    bench.server.script('m-one', saying({ deal_id: 'D-6', amount: 5000 }))
    const run = await bench.settled(await start('four-eyes'))
    const review = await openReview(run.id)
    const verdict = { decision: 'approve' as const, digest: review.digest, reason: 'me' }
    for (const id of ['usr_operator', 'usr_editor']) {
      await expect(
        decideReview(bench.context(['reviewer', 'operator'], id), { id: review.id, verdict }),
      ).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(
      decideReview(reviewer(), { id: review.id, verdict: { ...verdict, reason: '' } }),
    ).rejects.toMatchObject({ code: 'invalid' })
    await decideReview(reviewer(), { id: review.id, verdict })
    expect((await bench.settled(run.id)).status).toBe('done')
  })
})
