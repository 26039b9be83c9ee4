import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dealBundle } from '@/server/engine/testing/bundle'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { stopTeam } from '../team/stop'
import { resumeTeam } from '../team/resume'
import { cancelRun } from './cancel'
import { restartOptions } from './restart-options'
import { restartRun } from './restart'
import { takingUp } from './testing/given-up'

const D1 = { deal_id: 'D-1' }
const good = saying({ deal_id: 'D-1', amount: 900 })
const dear = saying({ deal_id: 'D-1', amount: 5000 })
const bad = { say: 'nonsense' }

let bench: EngineBench
let up: ReturnType<typeof takingUp>
beforeAll(async () => {
  bench = await startEngineBench()
  up = takingUp(bench)
  for (const slug of ['deals', 'stopped', 'limited', 'gone'])
    await bench.team(slug, dealBundle({ agent: { retries: 0, repairs: 0 }, human: { fourEyes: true } }))
  await bench.team('fragile', dealBundle({ action: { idempotent: false, retries: 0 } }))
  await bench.team('sturdy', dealBundle({ action: { idempotent: true, retries: 0 } }))
})
afterAll(() => bench.close())

const fromStep = (id: string) => restartRun(up.operator, { id, from: 'step', reason: 'the model is back' })

describe('a run that a person gave up', () => {
  it('goes on from the step that failed, with a fresh allowance, and says who took it up and why', async () => {
    bench.server.script('m-one', bad)
    const failed = await up.givenUp('deals', D1)
    expect(failed).toMatchObject({ status: 'failed', outcome: { result: 'given up', node: 'draft' } })
    bench.server.script('m-one', good)
    expect(await fromStep(failed.id)).toEqual({ id: failed.id, created: false })
    const run = await bench.settled(failed.id)
    expect(run).toMatchObject({
      status: 'done',
      outcome: { result: 'done' },
      state: { draft: { amount: 900 } },
    })
    expect(run.steps.filter(({ node }) => node === 'draft')).toMatchObject([
      { attempt: 0, status: 'failed' },
      { attempt: 1, status: 'done' },
    ])
    expect(run.continued).toMatchObject([
      { by: { id: 'usr_operator' }, from: 'step', before: { number: 1 }, now: { number: 1 } },
    ])
    expect((await up.kindsOf(run.id)).slice(-8)).toEqual([
      'review.decided',
      'run.ended',
      'run.resumed',
      'step.completed',
      'step.completed',
      'effect.intended',
      'step.completed',
      'run.ended',
    ])
    expect(run.endedAt?.getTime()).toBeGreaterThan(failed.endedAt?.getTime() ?? Infinity)
    await expect(fromStep(run.id)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is tried as often as at first, and asks again when that does not help', async () => {
    bench.server.script('m-one', bad)
    const failed = await up.givenUp('deals', D1)
    await fromStep(failed.id)
    const again = await bench.settled(failed.id)
    expect(again).toMatchObject({ status: 'waiting' })
    expect(again.reviews.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'escalation decided',
      'escalation open',
    ])
    expect(await up.answer(again.id, 'reject')).toMatchObject({ status: 'failed' })
    bench.server.script('m-one', good)
    await fromStep(again.id)
    expect(await bench.settled(again.id)).toMatchObject({ status: 'done', continued: [{}, {}] })
  })

  it('is put to a person as if it had not been, with four eyes as before', async () => {
    bench.server.script('m-one', bad)
    const failed = await up.givenUp('deals', D1)
    const calls = bench.server.seen.length
    await restartRun(up.operator, { id: failed.id, from: 'person' })
    const asked = await bench.settled(failed.id)
    expect(asked).toMatchObject({ status: 'waiting', outcome: null, endedAt: null })
    expect(bench.server.seen).toHaveLength(calls)
    const [first, second] = await bench.db.prisma.review.findMany({
      where: { runId: failed.id },
      orderBy: { createdAt: 'asc' },
    })
    expect(second).toMatchObject({
      ...{ kind: 'escalation', status: 'open', node: 'draft', iteration: 0, fourEyes: true },
      ...{
        question: first?.question,
        reason: first?.reason,
        view: { failure: { code: 'contract_violated' } },
      },
    })
    bench.server.script('m-one', good)
    expect(await up.answer(failed.id, 'retry')).toMatchObject({ status: 'done' })
  })

  it('starts once more as a run of its own, once for a key; both say so', async () => {
    bench.server.script('m-one', bad)
    const failed = await up.givenUp('deals', D1)
    bench.server.script('m-one', good)
    const again = { id: failed.id, from: 'start' as const, idempotencyKey: `again ${failed.id}` }
    const both = await Promise.all([restartRun(up.operator, again), restartRun(up.operator, again)])
    expect(both.map(({ created }) => created).sort()).toEqual([false, true])
    const [id] = [...new Set(both.map((one) => one.id))]
    const run = await bench.settled(id ?? '')
    expect(run).toMatchObject({ status: 'done', restartedFrom: failed.id, input: D1, mode: 'live' })
    const row = await bench.db.prisma.run.findUniqueOrThrow({ where: { id: run.id } })
    expect(row).toMatchObject({ parentRun: null, parent: null, startedBy: { id: 'usr_operator' } })
    expect(await bench.settled(failed.id)).toMatchObject({
      status: 'failed',
      restarts: [{ id: run.id, by: { id: 'usr_operator' } }],
    })
    expect((await up.kindsOf(failed.id)).at(-1)).toBe('run.restarted')
    await expect(restartRun(up.operator, { ...again, id: run.id })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('is taken up once by two who do so at the same moment', async () => {
    bench.server.script('m-one', bad)
    const failed = await up.givenUp('deals', D1)
    bench.server.script('m-one', good)
    const both = await Promise.allSettled([fromStep(failed.id), fromStep(failed.id)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
    const run = await bench.settled(failed.id)
    expect(run).toMatchObject({ status: 'done', continued: [{}] })
    expect(run.steps.filter(({ node }) => node === 'draft')).toHaveLength(2)
  })

  it('is not taken up while its team is stopped, nor by who may not start it', async () => {
    bench.server.script('m-one', bad)
    const failed = await up.givenUp('stopped', D1)
    await stopTeam(up.operator, { slug: 'stopped', reason: 'too dear' })
    for (const from of ['start', 'step', 'person'] as const)
      await expect(restartRun(up.operator, { id: failed.id, from })).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('too dear') as string,
      })
    expect((await bench.settled(failed.id)).status).toBe('failed')
    await resumeTeam(up.operator, { slug: 'stopped', reason: '' })
    for (const from of ['start', 'step', 'person'] as const)
      await expect(restartRun(up.reviewer, { id: failed.id, from })).rejects.toMatchObject({
        code: 'forbidden',
      })
    await expect(restartOptions(up.reviewer, { id: failed.id })).rejects.toMatchObject({ code: 'forbidden' })
    bench.server.script('m-one', good)
    await fromStep(failed.id)
    expect((await bench.settled(failed.id)).status).toBe('done')
  })
})

describe('a write of which nobody knows whether it happened', () => {
  it('is not sent again on an operator’s word: a person is asked, whose word counts', async () => {
    bench.server.script('m-one', good)
    bench.service.answers.push(500)
    const arrived = bench.service.arrivals.length
    const failed = await up.givenUp('fragile', D1)
    expect(failed.effects).toMatchObject([{ status: 'unknown' }])
    await fromStep(failed.id)
    const asked = await bench.settled(failed.id)
    expect(asked).toMatchObject({ status: 'waiting', effects: [{ status: 'unknown' }] })
    expect(asked.reviews.at(-1)).toMatchObject({ kind: 'escalation', status: 'open', node: 'update' })
    expect(bench.service.arrivals.slice(arrived)).toHaveLength(1)
    expect(await up.answer(failed.id, 'retry')).toMatchObject({
      status: 'done',
      effects: [{ status: 'done' }],
    })
    expect(bench.service.arrivals.slice(arrived)).toHaveLength(2)
  })

  it('is sent again with its key where twice is once', async () => {
    bench.server.script('m-one', good)
    bench.service.answers.push(500)
    const arrived = bench.service.arrivals.length
    const failed = await up.givenUp('sturdy', D1)
    await fromStep(failed.id)
    expect(await bench.settled(failed.id)).toMatchObject({ status: 'done', effects: [{ status: 'done' }] })
    const sent = bench.service.arrivals.slice(arrived)
    expect(sent).toHaveLength(2)
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
  })
})

describe('a run that was cancelled', () => {
  it('goes on where it stopped, and asks again what it had asked', async () => {
    bench.server.script('m-one', dear)
    const id = await up.start('deals', D1)
    expect((await bench.settled(id)).status).toBe('waiting')
    await cancelRun(up.operator, { id, reason: 'a test' })
    expect(await restartOptions(up.operator, { id })).toMatchObject({
      ...{ places: [{ name: 'Approval' }], sent: [] },
      ...{ start: { same: [], current: [] }, step: { same: [] }, person: { same: [expect.any(String)] } },
    })
    await expect(restartRun(up.operator, { id, from: 'person' })).rejects.toMatchObject({ code: 'conflict' })
    await fromStep(id)
    const asked = await bench.settled(id)
    expect(asked.reviews.map(({ status }) => status)).toEqual(['withdrawn', 'open'])
    expect(asked.steps.filter(({ node }) => node === 'draft')).toHaveLength(1)
    await expect(up.answer(id, 'approve').then(({ status }) => status)).resolves.toBe('done')
    expect(bench.service.arrivals.filter(({ key }) => key.startsWith(id))).toHaveLength(1)
  })

  it('waits its turn where the team has as many in flight as it may, and may do so twice', async () => {
    bench.server.script('m-one', dear)
    const { id: team } = await bench.db.prisma.team.findFirstOrThrow({ where: { slug: 'limited' } })
    await bench.db.pool.query('select limit_runs($1, 1)', [team])
    const id = await up.start('limited', D1)
    await bench.settled(id)
    for (let time = 0; time < 2; time++) {
      await cancelRun(up.operator, { id, reason: '' })
      const other = await up.start('limited', D1)
      await bench.settled(other)
      await fromStep(id)
      expect(await bench.settled(id)).toMatchObject({ status: 'queued', queue: { position: 1 } })
      await cancelRun(up.operator, { id: other, reason: '' })
      for (let i = 0; i < 100 && (await bench.settled(id)).status !== 'waiting'; i++)
        await new Promise((resolve) => setTimeout(resolve, 20))
      expect((await bench.settled(id)).status).toBe('waiting')
    }
    const { rows } = await bench.db.pool.query('select id from run where slot_of = $1', [team])
    expect(rows).toEqual([{ id }])
    expect(await up.answer(id, 'approve')).toMatchObject({ status: 'done' })
  })

  it('that is done, under way or never stopped has nothing to take up', async () => {
    bench.server.script('m-one', good)
    const done = await bench.settled(await up.start('gone', D1))
    await expect(fromStep(done.id)).rejects.toMatchObject({ code: 'conflict' })
    bench.server.script('m-one', dear)
    const waiting = await bench.settled(await up.start('gone', D1))
    await expect(fromStep(waiting.id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(fromStep('run_ghost')).rejects.toMatchObject({ code: 'not_found' })
    bench.server.script('m-one', good)
    const { id } = await restartRun(up.operator, { id: done.id, from: 'start' })
    expect(await bench.settled(id)).toMatchObject({ status: 'done', restartedFrom: done.id })
  })
})
