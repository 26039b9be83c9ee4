import { beforeEach, expect, it } from 'vitest'
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
