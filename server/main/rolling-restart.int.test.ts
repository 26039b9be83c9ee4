import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { saying } from '@/server/engine/testing/engine-bench'
import { startInstallation } from './testing/installation'

let database: TestDatabase
let baton: Awaited<ReturnType<typeof startInstallation>>
beforeEach(async () => {
  database = await createTestDatabase()
  baton = await startInstallation(database.appUrl)
})
afterEach(async () => {
  await baton.close()
  await database.drop()
})

const RUNS = 40
const answer = saying({ deal_id: 'D-1', amount: 10 })

const untilDone = (count: number, timeout: number) =>
  expect
    .poll(() => baton.db.prisma.run.count({ where: { status: 'done' } }), { timeout, interval: 100 })
    .toBe(count)

/** How many workers have runs under way. */
async function driving(): Promise<number> {
  const { rows } = await baton.db.pool.query<{ count: number }>(
    "select count(distinct driver)::int count from branch where status = 'ready'",
  )
  return rows[0]?.count ?? 0
}

/** The longest time between the end of a step and the beginning of the next of its run, in milliseconds. */
async function longestGap(): Promise<number> {
  const [row] = await baton.db.prisma.$queryRaw<{ gap: number }[]>`
    SELECT max(extract(epoch FROM started_at - before) * 1000)::float8 AS gap FROM (
      SELECT started_at, lag(ended_at) OVER (PARTITION BY run_id ORDER BY ended_at, started_at) AS before, kind FROM step) s
     WHERE kind IN ('rules', 'action')`
  return row?.gap ?? Infinity
}

it('a worker that is stopped under load finishes or hands over what it does, and nothing is lost or doubled', async () => {
  baton.server.script('m-one', { ...answer, delayMs: 5000 })
  const [first, second] = [baton.worker(), baton.worker()]
  await Promise.all([first.ready, second.ready])
  // On a busy machine one worker may take all of the first: until both have some, there are more.
  const ids: string[] = []
  do {
    const more = ids.length === 0 ? RUNS : RUNS / 4
    ids.push(...(await Promise.all(Array.from({ length: more }, () => baton.start()))))
    await expect.poll(() => baton.server.seen.length, { timeout: 30_000 }).toBe(ids.length)
  } while ((await driving()) < 2 && ids.length < 3 * RUNS)
  expect(await driving()).toBe(2)

  const began = Date.now()
  first.process.kill('SIGTERM')
  const third = baton.worker()
  expect(await first.ended).toEqual({ code: 0, signal: null })
  expect(Date.now() - began).toBeLessThan(22_000)
  await third.ready
  await untilDone(ids.length, 30_000)

  expect(await longestGap()).toBeLessThan(2000)
  const keys = baton.service.arrivals.map(({ key }) => key)
  expect(keys).toHaveLength(ids.length)
  expect(new Set(keys).size).toBe(ids.length)
  // What was under way when the worker was told to stop was finished by it: no model was asked twice.
  expect(baton.server.seen).toHaveLength(ids.length)
  expect(await baton.db.prisma.step.count({ where: { runId: { in: ids }, node: 'draft' } })).toBe(ids.length)
  expect(await baton.db.prisma.workerLease.count()).toBe(2)
  for (const { lines } of [first, second, third]) expect(lines.filter(({ level }) => level > 30)).toEqual([])
}, 150_000)

it('what does not end within its time is broken off, and another worker begins it within two seconds', async () => {
  baton.server.script('m-one', { hang: 'before headers' }, answer)
  const first = baton.worker()
  await first.ready
  await baton.start()
  await expect.poll(() => baton.server.seen.length, { timeout: 15_000 }).toBe(1)
  const second = baton.worker()
  await second.ready
  const began = Date.now()
  first.process.kill('SIGTERM')
  await sleep(1000)
  // It takes nothing new meanwhile.
  await baton.start()
  await untilDone(1, 10_000)
  await expect.poll(() => baton.server.seen.length, { timeout: 25_000, interval: 20 }).toBe(3)
  const taken = Date.now() - began
  expect(taken).toBeGreaterThan(19_900)
  expect(taken).toBeLessThan(22_000)
  expect(await first.ended).toEqual({ code: 0, signal: null })
  expect(Date.now() - began).toBeLessThan(22_000)
  await untilDone(2, 10_000)
  expect(baton.service.arrivals).toHaveLength(2)
  expect(await baton.db.prisma.modelCall.groupBy({ by: ['status'], _count: true })).toEqual(
    expect.arrayContaining([
      { status: 'done', _count: 2 },
      { status: 'failed', _count: 1 },
    ]),
  )
}, 90_000)
