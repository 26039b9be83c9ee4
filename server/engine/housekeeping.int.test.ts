import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Housekeeper, type HousekeepingOptions } from './housekeeping'
import { startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
})
afterAll(() => bench.close())
beforeEach(() => bench.db.pool.query('delete from housekeeping'))

const HOUR = 3_600_000
/** With time enough for every chore, however busy the machine: only the test of the budget gives it little. */
const housekeeper = (more: Partial<HousekeepingOptions> = {}) =>
  new Housekeeper(bench.db, { retentionMs: 24 * HOUR, budgetMs: 60_000, ...more })
/** As if the time until the next turn had passed. */
const due = () => bench.db.pool.query("update housekeeping set due_at = now() - interval '1 second'")

/** Runs with a branch and a fork each, that ended or moved so long ago. */
async function fill(
  prefix: string,
  count: number,
  run: string,
  branch: string,
  hoursAgo: number,
): Promise<void> {
  await bench.db.pool.query(
    `with made as (
       insert into run (id, workspace_id, team_id, version_id, title, status, input, started_by, ended_at)
         select $1 || i, 'ws_other', 'team_other', 'ver_other', 'Old', $3, '{}', '{}',
           case when $3 in ('done', 'failed') then now() - make_interval(hours => $5) end
         from generate_series(1, $2::int) i returning id
     ), forks as (
       insert into fork (run_id, fork, opener, iteration, join_node, path, scope, state)
         select id, 'split#0', 'split', 0, 'join', '', '', '{"status":"fired"}' from made
     ) insert into branch (run_id, branch, node, iteration, status, held_by, moved_at)
         select id, '0', 'draft', 0, $4, case when $4 = 'ready' then 'agent:nobody' end, now() - make_interval(hours => $5) from made`,
    [prefix, count, run, branch, hoursAgo],
  )
}

const rowsOf = async (prefix: string, table = 'branch') =>
  (
    await bench.db.pool.query<{ count: number }>(
      `select count(*)::int count from ${table} where run_id like $1 || '%'`,
      [prefix],
    )
  ).rows[0]?.count

describe('branches of runs that are done', () => {
  it('are removed once they are older than the retention; their forks, and what may still go on, stay', async () => {
    await fill('old', 5000, 'done', 'done', 25)
    await fill('recent', 20, 'done', 'done', 23)
    await fill('failed', 10, 'failed', 'done', 48)
    await fill('waiting', 10, 'waiting', 'waiting', 48)
    await fill('held', 10, 'running', 'ready', 48)
    let removed = 0
    for (let turns = 0; turns < 60 && removed < 5000; turns++) {
      removed += (await housekeeper().turn()).branches ?? 0
      await due()
    }
    expect(removed).toBe(5000)
    expect(
      await Promise.all(['old', 'recent', 'failed', 'waiting', 'held'].map((each) => rowsOf(each))),
    ).toEqual([0, 20, 10, 10, 10])
    expect(await rowsOf('old', 'fork')).toBe(5000)
    const kept = await bench.db.prisma.housekeeping.findUniqueOrThrow({ where: { task: 'branches' } })
    expect(kept.removedTotal).toBe(5000n)
    expect(kept.removedAt).toBeInstanceOf(Date)
  })

  it('go in batches of bounded time: a turn that is out of time leaves the rest to the next, soon', async () => {
    await fill('many', 3000, 'done', 'absorbed', 25)
    const one = housekeeper({ budgetMs: 0 })
    expect(await one.turn()).toEqual({ branches: 250 })
    expect(await rowsOf('many')).toBe(2750)
    const row = await bench.db.prisma.housekeeping.findUniqueOrThrow({ where: { task: 'branches' } })
    expect(row.dueAt.getTime() - row.ranAt.getTime()).toBe(1000)
    // Asked again at once, it rests.
    expect(await one.turn()).toEqual({})
    await due()
    const began = performance.now()
    const { branches = 0 } = await housekeeper({ budgetMs: 100 }).turn()
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(branches).toBeGreaterThanOrEqual(250)
    await bench.db.pool.query("delete from branch where run_id like 'many%'")
  })

  it('are removed by one worker at a time', async () => {
    await fill('turns', 1000, 'done', 'done', 25)
    const removed = await Promise.all(Array.from({ length: 4 }, () => housekeeper({ budgetMs: 0 }).turn()))
    expect(removed.filter(({ branches }) => branches !== undefined)).toHaveLength(1)
    await bench.db.pool.query("delete from branch where run_id like 'turns%'")
  })
})

it('removes expired rate limits, leases of the long lost, minutes nobody asks for, and messages of last week', async () => {
  await bench.db.pool.query(
    `insert into rate_limit(key, points, expire) values
       ('old', 1, extract(epoch from now())::bigint * 1000 - 1000), ('now', 1, extract(epoch from now())::bigint * 1000 + 60000),
       ('ever', 1, null)`,
  )
  await bench.db.pool.query(
    `insert into worker_lease(id, seen_at) values ('wrk_lost', now() - interval '2 days'), ('wrk_late', now() - interval '2 hours')`,
  )
  await bench.db.pool.query(
    `insert into engine_minute(workspace_id, minute, worker_id) values ('w', now() - interval '3 hours', 'x'), ('w', now(), 'x')`,
  )
  await bench.db.pool.query(
    `insert into received_message(workspace_id, sender_id, message_id, body_digest, received_at) values
       ('w', 'trg_1', 'msg_old', 'd', now() - interval '8 days'), ('w', 'src_1', 'msg_new', 'd', now() - interval '6 days')`,
  )
  expect(await housekeeper().turn()).toEqual({ rate_limits: 1, leases: 1, minutes: 1, messages: 1 })
  const left = await bench.db.pool.query<{ key: string }>(
    `select key from rate_limit union all select id from worker_lease where id in ('wrk_lost', 'wrk_late')
     union all select 'minute' from engine_minute where workspace_id = 'w'
     union all select message_id from received_message where workspace_id = 'w' order by key`,
  )
  expect(left.rows.map(({ key }) => key)).toEqual(['ever', 'minute', 'msg_new', 'now', 'wrk_late'])
})

it('keeps an event while a branch that took it may still go on', async () => {
  const { pool } = bench.db
  await pool.query(
    `insert into run (id, workspace_id, team_id, version_id, title, input, started_by, status)
       values ('run_event', 'ws', 'team', 'ver', 'T', '{}', '{}', 'cancelled')`,
  )
  for (const status of ['queued', 'ready', 'waiting', 'stopped', 'done', 'cancelled']) {
    await pool.query(
      `insert into branch (run_id, branch, node, iteration, status, held_by, arrived)
         values ('run_event', $1, 'wait', 0, $1, 'agent:nobody', jsonb_build_object('event', jsonb_build_object('id', 'evt_' || $1, 'attempt', 0)))`,
      [status],
    )
    await pool.query(
      `insert into received_event (id, workspace_id, event, key, payload, sent_by, source_id, message_id, received_at)
         values ('evt_' || $1, 'ws', 'e', 'k', '{}', '{}', 's', $1, now() - interval '30 days')`,
      [status],
    )
    await pool.query(
      `insert into event_taking (event_id, run_id, branch, node, iteration) values ('evt_' || $1, 'run_event', $1, 'wait', 0)`,
      [status],
    )
  }
  await housekeeper().turn()
  const { rows } = await pool.query<{ id: string }>('select id from received_event order by id')
  expect(rows.map(({ id }) => id)).toEqual(['evt_queued', 'evt_ready', 'evt_stopped', 'evt_waiting'])
})
