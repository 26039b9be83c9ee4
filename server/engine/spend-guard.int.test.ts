import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agent } from '@/domain/team/testing/sales-team'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { DEFAULT_GUARD, LEAST_RUNS } from '@/domain/budget/usual'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { newId } from '@/server/db/id'
import { setGuard } from '@/server/services/budget/set-guard'
import { grantModel } from '@/server/services/model/grant'
import { revokeGrant } from '@/server/services/model/revoke-grant'
import { listDenials } from '@/server/services/policy/denials'
import { publishPolicies } from '@/server/services/policy/publish'
import { savePolicyDraft } from '@/server/services/policy/save-draft'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench

/** start → first → second → end, both by the writer. */
const team = (models: string[]) =>
  publishable(
    drawTeam({
      contracts: [
        contract('case@1', { id: field('string') }),
        contract('letter@1', { text: field('string') }),
      ],
      nodes: [
        node('trigger', 'start', { produces: 'case@1' }),
        node('agent', 'first', { agent: 'writer', produces: 'letter@1', accepts: 'case@1', retries: 0 }),
        node('agent', 'second', { agent: 'writer', produces: 'letter@1', accepts: 'letter@1', retries: 0 }),
        node('end', 'done'),
      ],
      edges: ['start -> first', 'first -> second', 'second -> done'],
    }),
    { agents: [agent('writer', { models })] },
  )

beforeAll(async () => {
  bench = await startEngineBench()
  await bench.db.prisma.modelGrant.deleteMany()
  await bench.model('m-dear', { tier: 'large', inMicrosPerMTok: 10_000_000n, outMicrosPerMTok: 40_000_000n })
  await bench.db.prisma.agent.create({
    data: {
      id: newId('agt'),
      workspaceId: bench.workspaceId,
      slug: 'writer',
      definition: agent('writer') as object,
      editors: [],
    },
  })
  await bench.team('dear', team(['m-dear']))
  await bench.team('falls-back', team(['m-one', 'm-dear']))
  await bench.team('plain', team([]))
})
afterAll(() => bench.close())
beforeEach(() => {
  for (const model of ['m-one', 'm-dear']) bench.server.script(model, saying({ text: 'Hi' }))
})

const admin = () => bench.context(['admin', 'reviewer'], 'usr_admin')
const start = async (team: string) =>
  bench.settled((await startRun(bench.context(['operator']), { team, input: { id: 'C-1' } })).id)
const reviewOf = async (runId: string) => {
  const { id } = await bench.db.prisma.review.findFirstOrThrow({ where: { runId, status: 'open' } })
  return getReview(admin(), { id })
}
async function answer(runId: string, decision: 'raise' | 'reject') {
  const { id, digest } = await reviewOf(runId)
  await decideReview(admin(), { id, verdict: { decision, digest, reason: 'As agreed' } })
  await expect
    .poll(() => bench.db.prisma.review.count({ where: { id, status: 'open' } }), { timeout: 10_000 })
    .toBe(0)
  return bench.settled(runId)
}
const kindsOf = async (runId: string) =>
  (await bench.db.prisma.recordEntry.findMany({ where: { runId }, orderBy: { id: 'asc' } })).map(
    ({ kind }) => kind,
  )
const deniedIn = async (runId: string) =>
  (await listDenials(admin(), {})).denials.filter(({ entry }) => entry.run?.id === runId)
const askedFor = (model: string) => bench.server.seen.filter((one) => one.model === model).length

describe('a model dearer than the agent’s tier', () => {
  it('that its settings name waits for leave, with the difference in price, and holds for that run', async () => {
    const before = [askedFor('m-one'), askedFor('m-dear')]
    const run = await start('dear')
    expect(run.status).toBe('blocked')
    const { kind, view } = await reviewOf(run.id)
    expect(kind).toBe('budget')
    expect(view.dearer).toMatchObject({
      ...{ agent: 'writer', agentName: 'Writer', own: 'standard', model: 'm-dear', tier: 'large' },
      ...{ inMicrosPerMTok: '10000000', outMicrosPerMTok: '40000000' },
      instead: { model: 'm-one', tier: 'standard', inMicrosPerMTok: '1000000' },
    })
    const { neededMicros, instead } = view.dearer!
    expect(BigInt(neededMicros)).toBeGreaterThan(9n * BigInt(instead!.neededMicros))
    expect([askedFor('m-one'), askedFor('m-dear')]).toEqual(before)
    expect(await deniedIn(run.id)).toMatchObject([
      { action: 'model.use', what: 'm-dear', because: 'No policy permits it.', leave: true },
    ])

    expect((await answer(run.id, 'raise')).status).toBe('done')
    expect(askedFor('m-dear') - before[1]!).toBe(2)
    expect(await kindsOf(run.id)).toContain('model.granted')
    // Another run asks again.
    expect((await start('dear')).status).toBe('blocked')
  })

  it('that comes after others is asked about only once none of those has answered', async () => {
    const before = askedFor('m-dear')
    expect((await start('falls-back')).status).toBe('done')
    bench.server.script('m-one', { status: 500 })
    const run = await start('falls-back')
    expect(run.status).toBe('blocked')
    expect((await reviewOf(run.id)).view.dearer?.model).toBe('m-dear')
    expect(askedFor('m-dear')).toBe(before)
    expect((await answer(run.id, 'raise')).status).toBe('done')
    expect(askedFor('m-dear')).toBeGreaterThan(before)
    await bench.db.prisma.serviceGuard.deleteMany()
  })

  it('or of its tier that a policy forbids is denied by that policy, and no leave is asked for', async () => {
    const never = {
      id: 'no-writer',
      title: 'The writer rests.',
      text: 'forbid (principal == Baton::Agent::"writer", action == Baton::Action::"model.use", resource);',
    }
    const policies = [...DEFAULT_POLICIES, never]
    const { revision } = await savePolicyDraft(admin(), { policies, revision: 0 })
    await publishPolicies(admin(), { revision, note: '' })
    await sleep(1100)
    const before = askedFor('m-one')
    const run = await start('falls-back')
    expect([run.status, askedFor('m-one')]).toEqual(['waiting', before])
    const denied = await deniedIn(run.id)
    expect(denied.map(({ what }) => what).sort()).toEqual(['m-dear', 'm-one'])
    for (const { because, leave } of denied)
      expect([because, leave]).toEqual(['The policy no-writer forbids it: The writer rests.', false])
    await bench.db.prisma.policyVersion.deleteMany()
    await sleep(1100)
  })

  it('ends the run where nobody gives leave', async () => {
    const run = await start('dear')
    expect((await answer(run.id, 'reject')).status).toBe('failed')
  })

  it('is used without a question where there is standing leave, until that is taken back', async () => {
    const { id } = await grantModel(admin(), { agent: 'writer', tier: 'large', reason: 'The quarter ends' })
    expect((await start('dear')).status).toBe('done')
    await revokeGrant(admin(), { id })
    expect((await start('dear')).status).toBe('blocked')
    const all = await grantModel(admin(), { agent: '', tier: 'large', reason: 'It is all we have' })
    expect((await start('dear')).status).toBe('done')
    await revokeGrant(admin(), { id: all.id })
  })
})

describe('a run that costs more than its runs do', () => {
  /** As if runs of this version had cost so much, in the environment they run in. */
  async function history(slug: string, micros: (i: number) => number, count = LEAST_RUNS) {
    const { prisma } = bench.db
    const { id: teamId, publishedId } = await prisma.team.findFirstOrThrow({ where: { slug } })
    for (let i = 0; i < count; i++) {
      const about = { workspaceId: bench.workspaceId, teamId, versionId: publishedId!, title: 'Before' }
      const data = { id: newId('run'), ...about, status: 'done', input: {}, startedBy: {} }
      await prisma.run.create({ data: { ...data, spentMicros: BigInt(micros(i)), endedAt: new Date() } })
    }
  }
  /** A thousand tokens in cost 1000 micro-dollars here. */
  const costing = (micros: number) => ({ ...saying({ text: 'Hi' }), usage: [micros, 0] as [number, number] })
  const guard = { ...DEFAULT_GUARD, leastMicros: '0' }

  it('is stopped before its next call, and goes on or ends as a person says', async () => {
    await setGuard(admin(), { team: 'plain', guard, reason: 'Its calls are small' })
    await history('plain', (i) => 400 + (i % 2) * 40)
    bench.server.script('m-one', costing(900))
    const run = await start('plain')
    expect(run.status).toBe('blocked')
    const before = askedFor('m-one')
    const { view, question } = await reviewOf(run.id)
    expect(question).toContain('more than runs like it')
    expect(view.unusual).toEqual({
      ...{ spentMicros: '900', medianMicros: '420', limitMicros: '840' },
      ...{ runs: LEAST_RUNS, nextMicros: '1800' },
    })
    expect((await answer(run.id, 'raise')).status).toBe('done')
    expect(askedFor('m-one') - before).toBe(1)
    expect(await kindsOf(run.id)).toContain('run.let_spend')

    const other = await start('plain')
    expect((await answer(other.id, 'reject')).status).toBe('failed')
  })

  it('is let go on within what is usual, of too few runs, and where the guard is off', async () => {
    bench.server.script('m-one', costing(400))
    expect((await start('plain')).status).toBe('done')
    bench.server.script('m-one', costing(900))
    await bench.team('young', team([]))
    await setGuard(admin(), { team: 'young', guard, reason: 'Its calls are small' })
    await history('young', () => 10, LEAST_RUNS - 1)
    expect((await start('young')).status).toBe('done')
    await bench.team('free', team([]))
    await setGuard(admin(), { team: 'free', guard: { ...guard, on: false }, reason: 'It varies a lot' })
    await history('free', () => 10)
    expect((await start('free')).status).toBe('done')
  })
})
