import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { log } from '@/server/log'
import { WorkQueue } from './queue'
import { wakeWorkers } from './wake'

let database: TestDatabase
let db: Db
const queues: WorkQueue[] = []
const driven: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 10)
  for (const workerId of ['wrk_one', 'wrk_two'])
    queues.push(
      await WorkQueue.launch({
        url: database.appUrl,
        pool: db.pool,
        lanes: db.lanes,
        workerId,
        concurrency: 5,
        advance: async (run) => {
          driven.push(run)
          await db.pool.query("update branch set status = 'done' where run_id = $1", [run])
        },
      }),
    )
})

afterAll(async () => {
  await Promise.all(queues.map((queue) => queue.close(2000)))
  await db.close()
  await database.drop()
})

/** Runs that stand ready, or will in so many seconds. */
async function ready(count: number, inSeconds = 0, driver: string | null = null): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId('run'))
  await db.pool.query(
    `insert into run (id, workspace_id, team_id, version_id, title, input, started_by)
       select id, 'ws', 'team', 'ver', 'Test', '{}', '{}' from unnest($1::text[]) id`,
    [ids],
  )
  await db.pool.query(
    `insert into branch (run_id, branch, node, iteration, status, ready_at, driver)
       select id, '0', 'draft', 0, 'ready', now() + make_interval(secs => $2), $3 from unnest($1::text[]) id`,
    [ids, inSeconds, driver],
  )
  return ids
}

it('gives each branch to one worker, also when many stand ready at once', async () => {
  const warned = vi.spyOn(log, 'warn')
  const ids = await ready(200)
  await wakeWorkers(db.pool)
  await expect.poll(() => driven.length, { timeout: 10_000 }).toBe(200)
  expect(driven.toSorted()).toEqual(ids.toSorted())
  expect(warned.mock.calls).toEqual([])
  await expect.poll(() => queues.map(({ inFlight }) => inFlight)).toEqual([0, 0])
})

it('leaves what is not due, and what another worker has, alone', async () => {
  driven.length = 0
  const [later] = await ready(1, 1.5)
  const [taken] = await ready(1, 0, 'wrk_dead')
  await wakeWorkers(db.pool)
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(driven).toEqual([])
  await expect.poll(() => driven, { timeout: 5000 }).toEqual([later])
  expect(await queues[0]?.owns(taken ?? '', '0')).toBe(false)
  // Its worker has no lease: it is freed, and taken.
  expect(await queues[0]?.takeOver(1)).toEqual(new Map([['wrk_dead', 1]]))
  await expect.poll(() => driven, { timeout: 5000 }).toEqual([later, taken])
})

it('drives what it took without hearing of it', async () => {
  driven.length = 0
  // The others take nothing more.
  await Promise.all(queues.map((queue) => queue.drain(1000)))
  const [run] = await ready(1)
  let lost = 0
  const queue = await WorkQueue.launch({
    url: database.appUrl,
    pool: db.pool,
    lanes: {
      async query(statement) {
        const answer = await db.lanes.query(statement)
        const [row] = answer.rows as { r?: unknown[] }[]
        if (statement.name !== 'claim_branches' || !row?.r?.length || lost > 0) return answer as never
        lost++
        throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })
      },
    },
    workerId: 'wrk_deaf',
    concurrency: 5,
    advance: async (id) => {
      driven.push(id)
      await db.pool.query("update branch set status = 'done' where run_id = $1", [id])
    },
  })
  queues.push(queue)
  await expect.poll(() => driven, { timeout: 5000 }).toEqual([run])
  expect(lost).toBe(1)
})
