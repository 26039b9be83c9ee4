import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { log } from '@/server/log'
import { DurableQueue } from './queue'

let database: TestDatabase
let db: Db
let queue: DurableQueue
const driven: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 5)
  queue = await DurableQueue.launch({
    url: database.appUrl,
    pool: db.pool,
    executorId: 'wrk_test',
    concurrency: 5,
    advance: (run, branch) => Promise.resolve(void driven.push(`${run}/${branch}`)),
  })
})

afterAll(async () => {
  await queue.close(2000)
  await db.close()
  await database.drop()
})

it('finds what it reaches for inside DBOS, and drives what was enqueued, each once', async () => {
  const warned = vi.spyOn(log, 'warn')
  const wanted = Array.from({ length: 12 }, (_, i) => `run_${i}/0`)
  for (const key of wanted) {
    await db.pool.query('select enqueue_advance($1, $2, $3)', [key.slice(0, -2), '0', `${key}:wf`])
    queue.kick()
  }
  await expect.poll(() => driven.length, { timeout: 10_000 }).toBe(wanted.length)
  expect(driven.toSorted()).toEqual(wanted.toSorted())
  expect(warned.mock.calls).toEqual([])
  await expect.poll(() => queue.inFlight).toBe(0)
  expect(await queue.owns(`${wanted[0] ?? ''}:wf`)).toBe(false)
})
