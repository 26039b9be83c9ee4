import { beforeEach, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { useDesk } from '../testing/desk'
import { listRuns } from './list'
import type { Context } from '../context'

const desk = useDesk()
let ctx: Context

beforeEach(async () => {
  ctx = await desk.enter()
})

async function run(title: string, status: string, createdAt: Date): Promise<string> {
  const id = newId('run')
  await desk.db().prisma.run.create({
    data: {
      id,
      workspaceId: desk.workspaceId(),
      teamId: 'team_a',
      versionId: 'ver_a',
      title,
      status,
      input: {},
      startedBy: ctx.actor,
      createdAt,
    },
  })
  return id
}

it('pages through runs of a state without leaving one out when the last one seen has changed its state', async () => {
  const minute = (n: number) => new Date(Date.UTC(2026, 0, 5, 9, n))
  for (let n = 1; n <= 5; n++) await run(`Run ${n}`, 'waiting', minute(n))
  // Two of one moment: the id decides.
  await run('Run 5b', 'waiting', minute(5))
  const first = await listRuns(ctx, { statuses: ['waiting'], limit: 3 })
  await desk.db().prisma.run.update({ where: { id: first.nextCursor ?? '' }, data: { status: 'done' } })
  const second = await listRuns(ctx, {
    statuses: ['waiting'],
    limit: 10,
    ...(first.nextCursor ? { cursor: first.nextCursor } : {}),
  })
  const titles = [...first.runs, ...second.runs].map(({ title }) => title)
  expect(titles.toSorted()).toEqual(['Run 1', 'Run 2', 'Run 3', 'Run 4', 'Run 5', 'Run 5b'])
  await expect(listRuns(ctx, { cursor: 'run_of_somebody_else' })).rejects.toThrow('to go on from')
})

it('tells runs apart that a switch holds: counted once, listed beside or without the rest', async () => {
  const at = new Date(Date.UTC(2026, 0, 5, 9))
  const { prisma } = desk.db()
  const held = await run('Held', 'running', at)
  const asks = await run('Asks', 'running', at)
  await run('Runs', 'running', at)
  await run('Ended', 'done', at)
  const branch = { branch: 'main', node: 'n', iteration: 0, status: 'ready', heldBy: 'team:team_a' }
  for (const runId of [held, asks]) await prisma.branch.create({ data: { ...branch, runId } })
  await prisma.review.create({
    data: {
      ...{ id: newId('rev'), workspaceId: desk.workspaceId(), runId: asks, teamId: 'team_a', node: 'n' },
      ...{ iteration: 0, branch: 'b', kind: 'approval', question: 'So?', reason: '', digest: 'd', view: {} },
    },
  })
  const titles = async (filter: Parameters<typeof listRuns>[1]) =>
    (await listRuns(ctx, filter)).runs.map(({ title }) => title).toSorted()
  expect((await listRuns(ctx, {})).counts).toMatchObject({ running: 2, held: 1, done: 1 })
  expect(await titles({})).toEqual(['Asks', 'Ended', 'Held', 'Runs'])
  expect(await titles({ statuses: ['running'] })).toEqual(['Asks', 'Held', 'Runs'])
  expect(await titles({ statuses: ['running'], held: false })).toEqual(['Asks', 'Runs'])
  expect(await titles({ held: true })).toEqual(['Held'])
  expect(await titles({ statuses: ['done'], held: true, text: 'e' })).toEqual(['Ended', 'Held'])
})
