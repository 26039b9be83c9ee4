import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { appendEntries } from '@/server/record/append'
import { ChangeFeed, type Change } from './changes'

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 5)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const actor = { kind: 'system', id: 'engine', name: 'Engine' } as const
const write = (workspaceId: string, kind: string, run?: string) =>
  appendEntries(db.prisma, workspaceId, [{ kind, actor, data: {}, ...(run ? { run } : {}) }])

it('tells each workspace its own changes, by run, and sees what commits late', async () => {
  await write('ws_1', 'run.started', 'run_before')
  const feed = new ChangeFeed(db)
  const heard: Change[] = []
  const stop = feed.listen('ws_1', (change) => heard.push(change))
  await vi.waitFor(async () => {
    await write('ws_1', 'team.published')
    expect(heard.map(({ topic }) => topic)).toContain('team')
  })

  const late = db.prisma.$transaction(
    async (tx) => {
      await appendEntries(tx, 'ws_1', [{ kind: 'step.completed', actor, run: 'run_late', data: {} }])
      await write('ws_1', 'run.started', 'run_early')
      await vi.waitFor(() => expect(heard.map(({ id }) => id)).toContain('run_early'), { timeout: 5000 })
    },
    { timeout: 10_000 },
  )
  await late
  await write('ws_2', 'run.started', 'run_elsewhere')
  await vi.waitFor(() => expect(heard.map(({ id }) => id)).toContain('run_late'), { timeout: 5000 })
  expect(heard.find(({ id }) => id === 'run_late')?.topic).toBe('run')
  expect(heard.map(({ id }) => id)).not.toContain('run_elsewhere')
  expect(heard.map(({ id }) => id)).not.toContain('run_before')

  stop()
  const count = heard.length
  const last = heard.reduce((most, { entry }) => (BigInt(entry) > most ? BigInt(entry) : most), 0n)
  await write('ws_1', 'review.decided', 'run_after')
  expect(await feed.since('ws_1', last)).toMatchObject([{ topic: 'review', id: 'run_after' }])
  expect(heard).toHaveLength(count)
})
