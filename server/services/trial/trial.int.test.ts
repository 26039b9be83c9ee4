import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawTeam, node } from '@/domain/team/testing/draw-team'
import { saying } from '@/server/engine/testing/engine-bench'
import { settleTrials } from '@/server/engine/trials'
import { sendEvent } from '../event/send'
import { readFigures } from '../overview/figures'
import { waitingFor } from '../overview/waiting-for'
import { decideReview } from '../review/decide'
import { getReview } from '../review/get'
import { listReviews } from '../review/list'
import { answered } from '../review/same-answer'
import { listRuns } from '../run/list'
import { applyEdits } from '../team/apply'
import { getTeam } from '../team/get'
import { listVersions } from '../team/list-versions'
import { publishTeam } from '../team/publish'
import { answerTrial } from './answer'
import { readBench } from './bench'
import { putCase } from './put-case'
import { startCases, startTrial } from './start'
import { stopTrials } from './stop'
import {
  ask,
  caseOf,
  deals,
  input,
  large,
  missed,
  small,
  startTrialDesk,
  type TrialDesk,
} from './testing/trial-desk'

let desk: TrialDesk
beforeAll(async () => {
  desk = await startTrialDesk()
})
afterAll(() => desk.close())

describe('a try by hand', () => {
  it('is answered by whoever tries, simulates what goes out, and stands in no list', async () => {
    const slug = await desk.team()
    const calls = desk.service.arrivals.length
    const started = await startTrial(desk.operator, { slug, tried: { input }, revision: 1 })
    const waits = await desk.settled(started.run ?? '')
    expect(waits).toMatchObject({ mode: 'shadow', trial: true, status: 'waiting' })

    // Nobody else hears of it.
    const [review] = waits.reviews
    expect(await listReviews(desk.reviewer, {})).toEqual([])
    const lists = {
      runs: await listRuns(desk.operator, { team: slug }),
      waiting: await waitingFor(desk.reviewer, desk.workspaceId),
    }
    expect([lists.runs.runs.length, lists.runs.counts.waiting, lists.waiting.open]).toEqual([0, 0, 0])
    expect(
      (
        await readFigures({
          ...desk.operator,
          workspace: { id: desk.workspaceId, slug: 'test', name: 'Test', timeZone: 'UTC' },
        })
      ).inFlight.waiting,
    ).toBe(0)
    expect((await listRuns(desk.operator, { team: slug, trials: true })).runs).toMatchObject([
      { id: started.run, trial: true },
    ])
    expect(await listVersions(desk.operator, { slug })).toEqual([])
    expect((await getTeam(desk.operator, { slug })).published).toBeNull()

    const { digest, barred } = await getReview(desk.operator, { id: review?.id ?? '' })
    expect(barred).toBeNull()
    const verdict = { decision: 'approve', digest, reason: '' } as const
    await expect(decideReview(desk.reviewer, { id: review?.id ?? '', verdict })).rejects.toMatchObject({
      code: 'not_found',
    })
    await answerTrial(desk.operator, { id: review?.id ?? '', verdict })
    const done = await desk.settled(started.run ?? '')
    expect(done).toMatchObject({ status: 'done', outcome: { result: 'done', node: 'done' } })
    expect(done.effects).toMatchObject([
      { status: 'simulated', request: { path: '/deals/D-1', body: { amount: 5000 } } },
    ])
    expect(desk.service.arrivals.length).toBe(calls)
    expect(done.calls).toHaveLength(1)
    // Neither among what was decided, however few are listed.
    expect(await listReviews(desk.reviewer, { status: 'decided' })).toEqual([])
    expect(await answered(desk.db, desk.workspaceId, 1)).toEqual([])

    await settleTrials(desk.db)
    const { tries } = await readBench(desk.operator, { slug })
    expect(tries).toMatchObject([{ status: 'seen', current: true, seen: { ends: 'done', at: ['done'] } }])
    expect(tries[0]?.costMicros).toBe(done.spentMicros)
  })

  it('says before it starts what of its input and its pins does not fit', async () => {
    const slug = await desk.team()
    const before = await desk.db.prisma.run.count()
    const refused = startTrial(desk.operator, {
      slug,
      tried: {
        input: { deal_id: 7 },
        pins: { draft: { output: { deal_id: 'D-2', amount: -1 } }, ghost: {} },
      },
    })
    await expect(refused).rejects.toMatchObject({ code: 'invalid', problems: [{ pointer: '/pins/ghost' }] })
    const misfit = startTrial(desk.operator, {
      slug,
      tried: { input: { deal_id: 7 }, pins: { draft: { output: { deal_id: 'D-2', amount: -1 } } } },
    })
    await expect(misfit).rejects.toMatchObject({
      problems: [{ pointer: '/input/deal_id' }, { pointer: '/pins/draft/output/amount' }],
    })
    expect(await desk.db.prisma.run.count()).toBe(before)
    await expect(startTrial(desk.operator, { slug, tried: { input }, revision: 9 })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('carries out one step, or from here to there, with what comes before pinned', async () => {
    const slug = await desk.team()
    const single = await startTrial(desk.operator, { slug, tried: { input, from: 'draft', to: 'draft' } })
    const one = await desk.settled(single.run ?? '')
    expect(one).toMatchObject({ status: 'done', outcome: { node: 'draft' }, state: { draft: large.output } })
    expect(one.steps.map(({ node: at }) => at)).toEqual(['start', 'draft'])

    const part = await startTrial(desk.operator, {
      slug,
      tried: { input, from: 'checks', to: 'update', pins: { draft: small } },
    })
    const ran = await desk.settled(part.run ?? '')
    expect(ran.steps.map(({ node: at, result }) => [at, result.pinned ?? false])).toEqual([
      ['start', false],
      ['draft', true],
      ['checks', false],
      ['pause', false],
      ['update', false],
    ])
    expect(ran).toMatchObject({
      status: 'done',
      outcome: { node: 'update' },
      effects: [{ status: 'simulated' }],
    })
    expect(ran.calls).toEqual([])
  })

  it('neither takes a live run’s place in the team’s limit nor waits for one', async () => {
    const slug = await desk.team()
    await publishTeam(desk.operator, { slug })
    await desk.db.prisma.team.updateMany({ where: { slug }, data: { maxInFlight: 1 } })
    const [first, second] = [
      await startTrial(desk.operator, { slug, tried: { input } }),
      await startTrial(desk.operator, { slug, tried: { input } }),
    ]
    for (const { run = '' } of [first, second]) expect((await desk.settled(run)).status).toBe('waiting')
    expect(await stopTrials(desk.operator, { slug })).toEqual({ stopped: 2 })
    await settleTrials(desk.db)
    expect((await readBench(desk.operator, { slug })).tries.map(({ status }) => status)).toEqual([
      'stopped',
      'stopped',
    ])
    // Both were of one draft, which is kept once.
    const { id: teamId } = await desk.db.prisma.team.findFirstOrThrow({ where: { slug } })
    expect(await desk.db.prisma.trialVersion.count({ where: { teamId } })).toBe(1)
  })
})

describe('a draft with an error', () => {
  const broken = () => {
    const document = deals()
    const nodes = document.nodes.map((one) => (one.id === 'update' ? { ...one, connection: 'ghost' } : one))
    return { ...document, nodes: nodes as typeof document.nodes }
  }

  it('is tried in a part without it, and says what is wrong within the part', async () => {
    const slug = await desk.team(broken())
    await expect(startTrial(desk.operator, { slug, tried: { input } })).rejects.toMatchObject({
      code: 'invalid',
      problems: [{ pointer: '/nodes/5/connection' }],
    })
    const tried = { input, from: 'approval', to: 'approval', pins: { draft: large } }
    const { run = '' } = await startTrial(desk.operator, { slug, tried })
    const waits = await desk.settled(run)
    // What it would let go on to is beyond the part, and cannot be made.
    expect(waits).toMatchObject({ status: 'waiting', reviews: [{ kind: 'approval' }] })
    const { id, digest } = await getReview(desk.operator, { id: waits.reviews[0]?.id ?? '' })
    await answerTrial(desk.operator, { id, verdict: { decision: 'approve', digest, reason: '' } })
    expect(await desk.settled(run)).toMatchObject({ status: 'done', outcome: { node: 'approval' } })
    await expect(
      startTrial(desk.operator, { slug, tried: { ...tried, to: 'update' } }),
    ).rejects.toMatchObject({ problems: [{ pointer: '/nodes/5/connection' }] })
  })

  it('keeps what a case of a sound part came to', async () => {
    const slug = await desk.team(broken())
    const part = caseOf('part', { to: 'draft', expect: { ends: 'done', at: 'draft' } })
    await putCase(desk.operator, { slug, case: part })
    await putCase(desk.operator, { slug, case: caseOf('whole', { pins: { draft: small } }) })
    await startCases(desk.operator, { slug })
    expect(await desk.results(slug)).toMatchObject({
      part: { status: 'passed', current: true },
      whole: { status: 'refused', current: true },
    })
  })
})

describe('what a trial reaches beyond its own run', () => {
  it('keeps called teams in shadow and out of the lists, and counts what they would send as the caller’s', async () => {
    const called = await desk.team()
    await publishTeam(desk.operator, { slug: called })
    desk.server.script('m-one', saying({ deal_id: 'D-1', amount: 7 }))
    const published = await desk.db.prisma.team.findFirstOrThrow({ where: { slug: called } })
    // A timer of a called team is real, and waited for when it is short.
    await applyEdits(desk.operator, {
      slug: called,
      revision: published.draftRevision,
      commands: [{ type: 'node.update', id: 'pause', patch: { seconds: 1 } }],
    })
    await publishTeam(desk.operator, { slug: called })
    const slug = await desk.team({
      ...drawTeam({
        contracts: [ask],
        nodes: [
          node('trigger', 'start', { produces: 'deal.ask@1' }),
          node('team', 'deal', { team: called, input: 'start' }),
          node('end', 'done'),
          node('end', 'no', { outcome: 'rejected' }),
        ],
        edges: ['start -> deal', 'deal -> done', 'deal.rejected -> no'],
      }),
    })
    const calls = desk.service.arrivals.length
    await putCase(desk.operator, {
      slug,
      case: caseOf('calls', {
        expect: { ends: 'done', effects: [{ node: 'deal', holds: ['request.body.amount == 7'] }] },
      }),
    })
    await startCases(desk.operator, { slug })
    const result = (await desk.results(slug))['calls']
    expect(missed(result)).toEqual([])
    expect(result?.status).toBe('passed')
    const child = await desk.db.prisma.run.findFirstOrThrow({ where: { parentRun: result?.run ?? '' } })
    expect(child).toMatchObject({ mode: 'shadow', trial: true })
    expect((await listRuns(desk.operator, { team: called })).runs).toEqual([])
    expect(desk.service.arrivals.length).toBe(calls)
    expect(result?.costMicros).toBe(child.spentMicros)
  })

  it('takes no event from a live run', async () => {
    const slug = await desk.team({
      ...drawTeam({
        contracts: [ask],
        nodes: [
          node('trigger', 'start', { produces: 'deal.ask@1' }),
          node('wait', 'paid', { event: 'deal.paid', key: 'start.deal_id' }),
          node('end', 'done'),
        ],
        edges: ['start -> paid', 'paid -> done'],
      }),
    })
    await putCase(desk.operator, { slug, case: caseOf('waits', { expect: { ends: 'waits', at: 'paid' } }) })
    await sendEvent(desk.operator, { event: 'deal.paid', key: 'D-1', data: {} })
    await startCases(desk.operator, { slug })
    expect((await desk.results(slug))['waits']).toMatchObject({ status: 'passed' })
    const event = await desk.db.prisma.receivedEvent.findFirstOrThrow({ where: { event: 'deal.paid' } })
    expect(event).toMatchObject({ woke: 0, consumedAt: null })
  })
})
