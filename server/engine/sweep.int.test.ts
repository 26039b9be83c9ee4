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
    for (let i = 0; i < count; i++) {
      // Delayed first, so that no worker takes it up before it belongs to another.
      await pool.query('select enqueue_advance($1, $2, $3, 3600000)', [
        `run_${worker}`,
        '0',
        `${worker}:${i}`,
      ])
      await pool.query(
        "update dbos.workflow_status set status = 'PENDING', executor_id = $2 where workflow_uuid = $1",
        [`${worker}:${i}`, worker],
      )
    }
  await sweep(bench.db, bench.queue, 6)
  const left = async () =>
    (
      await pool.query<{ status: string; count: number }>(
        'select status, count(*)::int count from dbos.workflow_status group by status order by status',
      )
    ).rows
  await expect.poll(left, { timeout: 10_000 }).toEqual([
    { status: 'PENDING', count: 2 },
    { status: 'SUCCESS', count: 3 },
  ])
  await sweep(bench.db, bench.queue, 6)
  const { rows } = await pool.query<{ id: string; taken: number; noted: boolean }>(
    'select id, taken_over taken, taken_over_at is not null noted from worker_lease order by id',
  )
  expect(rows).toEqual([
    { id: 'wrk_dead', taken: 3, noted: true },
    { id: 'wrk_live', taken: 0, noted: false },
  ])
})
