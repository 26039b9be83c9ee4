import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Verdict } from '@/domain/run/review'
import { drawTeam, node } from '@/domain/team/testing/draw-team'
import { saying } from '@/server/engine/testing/engine-bench'
import { wakeDue } from '@/server/engine/wake-due'
import { getReview } from '../review/get'
import { publishTeam } from '../team/publish'
import { answerTrial } from './answer'
import { startTrial } from './start'
import { ask, deals, input, large, startTrialDesk, type TrialDesk } from './testing/trial-desk'

let desk: TrialDesk
beforeAll(async () => {
  desk = await startTrialDesk()
})
afterAll(() => desk.close())

/** As in deals(), and a person may send back to the writer. */
const sendingBack = () => {
  const document = deals()
  const back = { id: 'back', from: { node: 'approval', port: 'sent_back' }, to: { node: 'draft' } }
  return { ...document, edges: [...document.edges, back] as typeof document.edges }
}

async function started(document = deals(), pins?: Record<string, object>) {
  const slug = await desk.team(document)
  const { run = '' } = await startTrial(desk.operator, { slug, tried: { input, ...(pins && { pins }) } })
  return { run, slug }
}

const asked = async (run: string) => {
  const { reviews } = await desk.settled(run)
  const open = reviews.find(({ status }) => status === 'open')
  return getReview(desk.operator, { id: open?.id ?? '' })
}
const answer = (review: { id: string; digest: string }, verdict: Partial<Verdict>) =>
  answerTrial(desk.operator, {
    id: review.id,
    verdict: { decision: 'approve', reason: '', digest: review.digest, ...verdict },
  })

describe('whoever tries a draft answers', () => {
  it('with an edit, which what goes out is made of', async () => {
    const { run } = await started(deals(), { draft: large })
    const review = await asked(run)
    await expect(answer(review, { edit: { deal_id: 'D-1', amount: -1 } })).rejects.toMatchObject({
      problems: [{ pointer: '/edit/amount' }],
    })
    await answer(review, { edit: { deal_id: 'D-1', amount: 900 } })
    const { status, effects } = await desk.settled(run)
    expect([status, effects[0]?.status]).toEqual(['done', 'simulated'])
    expect(effects[0]?.request).toMatchObject({ body: { amount: 900 } })
  })

  it('by sending back, with instructions that they give themselves', async () => {
    const { run } = await started(sendingBack())
    const review = await asked(run)
    await expect(answer(review, { decision: 'send_back' })).rejects.toMatchObject({
      problems: [{ pointer: '/reason' }],
    })
    await answer(review, { decision: 'send_back', reason: 'Ask for less.' })
    const again = await asked(run)
    expect(again.id).not.toBe(review.id)
    expect(again.sentBack).toMatchObject([{ reason: 'Ask for less.' }])
    await answer(again, { decision: 'reject' })
    expect(await desk.settled(run)).toMatchObject({ outcome: { result: 'rejected' } })
  })

  it('what is escalated: once more, or by hand', async () => {
    desk.server.script('m-one', saying({ amount: 'many' }))
    const { run } = await started()
    const review = await asked(run)
    expect(review).toMatchObject({ kind: 'escalation', node: { id: 'draft' } })
    await answer(review, { decision: 'retry' })
    const again = await asked(run)
    expect(again).toMatchObject({ kind: 'escalation' })
    await answer(again, { edit: { deal_id: 'D-1', amount: 5 } })
    desk.server.script('m-one', saying(large.output))
    const done = await desk.settled(run)
    expect(done).toMatchObject({ status: 'done', state: { draft: { amount: 5 } } })
  })

  it('in a team that is called as well', async () => {
    const called = await desk.team()
    await publishTeam(desk.operator, { slug: called })
    const { run } = await started(
      drawTeam({
        contracts: [ask],
        nodes: [
          node('trigger', 'start', { produces: 'deal.ask@1' }),
          node('team', 'deal', { team: called, input: 'start' }),
          node('end', 'done'),
          node('end', 'no', { outcome: 'rejected' }),
        ],
        edges: ['start -> deal', 'deal -> done', 'deal.rejected -> no'],
      }),
    )
    await desk.settled(run)
    const child = await desk.db.prisma.run.findFirstOrThrow({ where: { parentRun: run } })
    await answer(await asked(child.id), { decision: 'reject' })
    const endedAt = async () => {
      await wakeDue(desk.db.pool)
      return (await desk.settled(run)).outcome?.node
    }
    await expect.poll(endedAt, { timeout: 10_000 }).toBe('no')
  })
})
