import { describe, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { putAgent } from '../agent/put'
import { listAgents } from '../agent/list'
import { agent, useDesk } from '../testing/desk'
import { costSummary } from './summary'

const desk = useDesk()

interface Call {
  at: string
  micros: bigint
  runId?: string
  teamId?: string
  agentSlug?: string
  purpose?: string
  attempt?: number
  sandbox?: boolean
}

function call({ at, micros, ...rest }: Call) {
  return desk.db().prisma.modelCall.create({
    data: {
      id: newId('call'),
      workspaceId: desk.workspaceId(),
      modelId: 'mod_1',
      model: 'quill-max',
      provider: 'House',
      purpose: 'answer',
      status: 'done',
      tokensIn: 900,
      tokensOut: 100,
      costMicros: micros,
      accounts: [],
      attempt: 0,
      node: 'answer',
      iteration: 1,
      startedAt: new Date(at),
      expiresAt: new Date(at),
      ...rest,
    },
  })
}

async function newRun(title: string) {
  const { prisma } = desk.db()
  const workspaceId = desk.workspaceId()
  const teamId = newId('team')
  await prisma.team.create({
    data: { id: teamId, workspaceId, slug: teamId, name: `Team of ${title}`, draft: {} },
  })
  const runId = newId('run')
  await prisma.run.create({
    data: {
      id: runId,
      workspaceId,
      teamId,
      versionId: 'ver_1',
      title,
      status: 'done',
      input: {},
      startedBy: {},
    },
  })
  return { runId, teamId, agentSlug: 'writer' }
}

const november = { from: '2026-11-01', to: '2026-11-30' }

describe('costs', () => {
  it('are grouped by day as lived in the workspace, with what was asked for twice', async () => {
    const ctx = await desk.enter()
    const at = await newRun('Brightwater')
    // Berlin is an hour ahead: half past eleven at night in UTC is tomorrow there.
    await call({ ...at, at: '2026-10-31T23:30:00Z', micros: 100n })
    await call({ ...at, at: '2026-11-30T23:30:00Z', micros: 7n })
    await call({ ...at, at: '2026-11-02T09:00:00Z', micros: 20n, purpose: 'repair' })
    await call({ ...at, at: '2026-11-02T09:01:00Z', micros: 30n, purpose: 'fallback', sandbox: true })
    await call({ at: '2026-11-03T09:00:00Z', micros: 5n, purpose: 'test' })
    const summary = await costSummary(ctx, { by: 'agent', ...november })
    expect(summary).toMatchObject({
      totalMicros: 155n,
      repairMicros: 20n,
      fallbackMicros: 30n,
      extraMicros: 55n,
      calls: 4,
      runs: 1,
      sandboxCalls: 1,
      blocked: [],
    })
    expect(summary.groups).toEqual([
      { key: 'writer', calls: 3, micros: 150n },
      { key: 'none', calls: 1, micros: 5n },
    ])
    expect(summary.days).toEqual([
      { day: '2026-11-01', key: 'writer', calls: 1, micros: 100n },
      { day: '2026-11-02', key: 'writer', calls: 2, micros: 50n },
      { day: '2026-11-03', key: 'none', calls: 1, micros: 5n },
    ])
    expect(await costSummary(ctx, { by: 'team', ...november })).toMatchObject({
      groups: [{ key: 'Team of Brightwater' }, { key: 'none' }],
    })
  })

  it('count a try as extra when the machine made it, not when a person said to go on', async () => {
    const ctx = await desk.enter()
    const at = await newRun('Blocked, then raised')
    const { runId, teamId } = at
    const visit = { runId, node: 'answer', iteration: 1 }
    const failed = (attempt: number, time: string) =>
      desk.db().prisma.step.create({
        data: {
          ...visit,
          attempt,
          branch: 'main',
          kind: 'agent',
          status: 'failed',
          result: {},
          startedAt: new Date(time),
          endedAt: new Date(time),
        },
      })
    await call({ ...at, at: '2026-11-02T09:00:00Z', micros: 1n })
    await failed(0, '2026-11-02T09:00:01Z')
    await call({ ...at, at: '2026-11-02T09:00:02Z', micros: 20n, attempt: 1 })
    await failed(1, '2026-11-02T09:00:03Z')
    await desk.db().prisma.review.create({
      data: {
        ...visit,
        id: newId('rev'),
        workspaceId: desk.workspaceId(),
        teamId,
        branch: 'main',
        kind: 'budget',
        status: 'decided',
        question: 'Raise?',
        reason: 'Full',
        digest: 'd',
        view: {},
        verdict: { decision: 'raise' },
        decidedAt: new Date('2026-11-02T10:00:00Z'),
      },
    })
    await call({ ...at, at: '2026-11-02T10:00:01Z', micros: 300n, attempt: 2 })
    await failed(2, '2026-11-02T10:00:02Z')
    await call({ ...at, at: '2026-11-02T10:00:03Z', micros: 4000n, attempt: 3 })
    expect(await costSummary(ctx, { by: 'agent', ...november })).toMatchObject({
      totalMicros: 4321n,
      extraMicros: 4020n,
    })
  })

  it('name the dearest runs, and what made them dear', async () => {
    const ctx = await desk.enter()
    const [dear, cheap] = [await newRun('Dear'), await newRun('Cheap')]
    await call({ ...cheap, at: '2026-11-02T09:00:00Z', micros: 10n })
    await call({ ...dear, at: '2026-11-02T09:00:00Z', micros: 10n })
    await call({ ...dear, at: '2026-11-02T09:01:00Z', micros: 50n, purpose: 'repair' })
    const { dearest } = await costSummary(ctx, { by: 'model', ...november })
    expect(dearest).toMatchObject([
      { id: dear.runId, micros: 60n, calls: 2, tokens: 2000, repairs: 1, fallbacks: 0, sentBack: 0 },
      { id: cheap.runId, micros: 10n, model: 'quill-max' },
    ])
  })

  it('say which budgets hold up runs now', async () => {
    const ctx = await desk.enter()
    const { runId, teamId } = await newRun('Held up')
    const review = {
      workspaceId: desk.workspaceId(),
      runId,
      teamId,
      branch: 'main',
      node: 'answer',
      iteration: 1,
    }
    const said = { question: 'Raise?', reason: 'Full', digest: 'd', view: { budget: { budgetId: 'bud_1' } } }
    await desk.db().prisma.review.create({ data: { id: newId('rev'), kind: 'budget', ...review, ...said } })
    const summary = await costSummary(ctx, { by: 'outcome', ...november })
    expect(summary).toMatchObject({ calls: 0, groups: [], blocked: [{ budget: 'bud_1', runs: 1 }] })
  })
})

describe('an agent’s scorecard', () => {
  it('counts what it finished, what people made of it, and what it took', async () => {
    const ctx = await desk.enter()
    await putAgent(ctx, { agent })
    const { prisma } = desk.db()
    const workspaceId = desk.workspaceId()
    const verdicts = [{ decision: 'approve' }, { decision: 'approve', edit: {} }, { decision: 'reject' }]
    for (const [index, verdict] of verdicts.entries()) {
      const { runId, teamId } = await newRun(`Run ${index}`)
      const startedAt = new Date(Date.now() - 60_000)
      const calledAt = startedAt.toISOString()
      await call({ runId, teamId, agentSlug: 'writer', at: calledAt, micros: 40n })
      await call({ runId, teamId, agentSlug: 'writer', at: calledAt, micros: 10n, purpose: 'repair' })
      const step = { runId, node: 'answer', iteration: 1, attempt: 0, branch: 'main', kind: 'agent' }
      const endedAt = new Date(startedAt.getTime() + 1000 * (index + 1))
      await prisma.step.create({ data: { ...step, status: 'done', result: {}, startedAt, endedAt } })
      const review = {
        workspaceId,
        runId,
        teamId,
        branch: 'main',
        node: 'gate',
        iteration: 1,
        kind: 'approval',
      }
      const said = { question: '?', reason: '', digest: 'd', view: { draft: { slot: 'answer' } } }
      await prisma.review.create({
        data: { id: newId('rev'), ...review, ...said, status: 'decided', verdict },
      })
    }
    const { runId, teamId } = await newRun('Given up')
    await call({ runId, teamId, agentSlug: 'writer', at: new Date().toISOString(), micros: 50n })
    const review = {
      workspaceId,
      runId,
      teamId,
      branch: 'main',
      node: 'answer',
      iteration: 1,
      kind: 'escalation',
    }
    const said = { question: '?', reason: '', digest: 'd', view: { draft: { slot: 'answer' } } }
    await prisma.review.create({ data: { id: newId('rev'), ...review, ...said } })
    const [listed] = await listAgents(ctx)
    expect(listed?.score).toEqual({
      decisions: 3,
      tasks: 4,
      reviewed: 3,
      accepted: 1,
      overridden: 2,
      escalated: 1,
      costMicros: 200n,
      medianMs: 2000,
    })
  })
})
