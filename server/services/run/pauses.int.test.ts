import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { useDesk } from '../testing/desk'
import { pausesOf } from './pauses'

const desk = useDesk()
const now = new Date('2026-11-21T09:00:00Z')
const later = new Date('2026-12-24T09:00:00Z')
let run: string

beforeEach(async () => {
  const { actor } = await desk.enter()
  run = newId('run')
  await desk.db().prisma.run.create({
    data: {
      id: run,
      workspaceId: desk.workspaceId(),
      teamId: 'team_a',
      versionId: 'ver_a',
      title: 'A run',
      status: 'running',
      input: {},
      startedBy: actor,
    },
  })
})

let branches = 0
const branch = (data: { status: string; heldBy?: string; readyAt?: Date; wakeAt?: Date; driver?: string }) =>
  desk.db().prisma.branch.create({
    data: { runId: run, branch: `b${++branches}`, node: 'n', iteration: 0, readyAt: now, ...data },
  })
const awaited = (event: string, until?: Date) =>
  desk.db().prisma.awaitedEvent.create({
    data: {
      ...{ runId: run, branch: event, event, key: 'k', shared: false, node: 'n', iteration: 0 },
      workspaceId: desk.workspaceId(),
      teamId: 'team_a',
      ...(until && { until }),
    },
  })
const pause = async () => (await pausesOf(desk.db(), [run], now)).get(run)

it('is nothing while any branch works or may', async () => {
  await branch({ status: 'waiting', wakeAt: later })
  await branch({ status: 'ready' })
  expect(await pause()).toBeUndefined()
})

it('is the switch at which every ready branch is held', async () => {
  await branch({ status: 'ready', heldBy: 'team:team_a' })
  await branch({ status: 'waiting', wakeAt: later })
  expect(await pause()).toEqual({ for: 'stop' })
})

it('is the time at which the first sleeper wakes, or the next attempt begins', async () => {
  await branch({ status: 'waiting', wakeAt: later })
  expect(await pause()).toEqual({ for: 'time', until: later })
  const soon = new Date(now.getTime() + 5000)
  await branch({ status: 'ready', readyAt: soon })
  expect(await pause()).toEqual({ for: 'retry', until: soon })
})

it('is the event that is waited for longest, even where it waits at most until a time', async () => {
  await branch({ status: 'waiting', wakeAt: later })
  await awaited('order.shipped', later)
  await awaited('order.paid')
  expect(await pause()).toEqual({ for: 'event', event: 'order.shipped', until: later })
})

it('is the run of a team that it called, where nothing else is waited for', async () => {
  await branch({ status: 'waiting' })
  expect(await pause()).toEqual({ for: 'call' })
})

it('is nothing for a run that is over or was never begun', async () => {
  await branch({ status: 'done' })
  expect(await pause()).toBeUndefined()
})

describe('of a run that waits for a person', () => {
  const ask = (node = 'n') =>
    desk.db().prisma.review.create({
      data: {
        ...{ id: newId('rev'), workspaceId: desk.workspaceId(), runId: run, node, iteration: 0, branch: 'b' },
        ...{
          teamId: 'team_a',
          kind: 'escalation',
          status: 'open',
          question: 'How?',
          reason: '',
          digest: 'd',
        },
        view: {},
      },
    })
  const off = { stoppedAt: now, stoppedBy: { kind: 'person', id: 'usr_ada', name: 'Ada' }, stopReason: 'odd' }

  it('says nothing of switches while all are on', async () => {
    await branch({ status: 'waiting' })
    await ask()
    expect(await pause()).toEqual({ for: 'person' })
  })

  it('says which switch is off, who turned it and what becomes of an answer', async () => {
    await branch({ status: 'waiting' })
    await ask()
    await desk.db().prisma.workspace.update({ where: { id: desk.workspaceId() }, data: off })
    expect(await pause()).toEqual({
      for: 'person',
      stopped:
        'The workspace Larkspur is stopped by Ada since 2026-11-21 09:00 UTC: odd. The answer counts, and the run goes on once it is resumed.',
    })
  })

  it('counts the switch of the agent about whose step is asked, and of no other', async () => {
    await branch({ status: 'waiting' })
    const { prisma } = desk.db()
    const version = newId('ver')
    await prisma.teamVersion.create({
      data: {
        ...{ id: version, workspaceId: desk.workspaceId(), teamId: 'team_a', number: 1, digest: version },
        ...{ document: {}, bundle: { nodes: { n: { agent: 'writer' } } }, note: '', publishedBy: {} },
      },
    })
    await prisma.run.update({ where: { id: run }, data: { versionId: version } })
    for (const slug of ['writer', 'reader'])
      await prisma.agent.create({
        data: {
          ...{ id: newId('agt'), workspaceId: desk.workspaceId(), slug, definition: { name: slug } },
          ...{ editors: [], ...(slug === 'reader' ? off : {}) },
        },
      })
    await ask()
    expect(await pause()).toEqual({ for: 'person' })
    await prisma.agent.updateMany({ where: { workspaceId: desk.workspaceId() }, data: off })
    expect((await pause())?.stopped).toMatch(/^The agent writer is stopped by Ada/)
  })
})
