import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweep } from './sweep'
import { startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
})
afterAll(() => bench.close())

it('notes beside the lease of a lost worker how much of its work went on elsewhere, and leaves the living alone', async () => {
  const { pool } = bench.db
  await pool.query(
    `insert into worker_lease(id, seen_at) values ('wrk_dead', now() - interval '1 minute'), ('wrk_live', now() + interval '1 hour')`,
  )
  const own = [
    ['wrk_dead', 3],
    ['wrk_live', 2],
  ] as const
  for (const [worker, count] of own)
    for (let i = 0; i < count; i++)
      await pool.query(
        `insert into branch(run_id, branch, node, iteration, status, driver) values ($1, '0', 'draft', 0, 'ready', $2)`,
        [`${worker}:${i}`, worker],
      )
  await sweep(bench.db, bench.queue, 1)
  const { rows: driven } = await pool.query(
    "select run_id from branch where driver = 'wrk_live' order by run_id",
  )
  expect(driven).toEqual([{ run_id: 'wrk_live:0' }, { run_id: 'wrk_live:1' }])
  const { rows: lost } = await pool.query("select run_id from branch where driver = 'wrk_dead'")
  expect(lost).toEqual([])
  await sweep(bench.db, bench.queue, 1)
  const { rows } = await pool.query<{ id: string; taken: number; noted: boolean }>(
    'select id, taken_over taken, taken_over_at is not null noted from worker_lease order by id',
  )
  expect(rows).toEqual([
    { id: 'wrk_dead', taken: 3, noted: true },
    { id: 'wrk_live', taken: 0, noted: false },
  ])
})
