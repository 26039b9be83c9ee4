import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { startRun } from '@/server/services/run/start'
import { Housekeeper, type HousekeepingOptions } from './housekeeping'
import { dealBundle } from './testing/bundle'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('deals', dealBundle())
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 5000 }))
})
afterAll(() => bench.close())
beforeEach(() => bench.db.pool.query('delete from housekeeping'))

const HOUR = 3_600_000
const housekeeper = (more: Partial<HousekeepingOptions> = {}) =>
  new Housekeeper(bench.db, {
    prune: (before, limit) => bench.queue.prune(before, limit),
    retentionMs: 24 * HOUR,
    ...more,
  })
/** As if the time until the next turn had passed. */
const due = () => bench.db.pool.query("update housekeeping set due_at = now() - interval '1 second'")

/** Finished and live rows of the queue as DBOS leaves them, with their payloads. */
async function fill(prefix: string, count: number, status: string, hoursAgo: number): Promise<void> {
  await bench.db.pool.query(
    `with made as (
       insert into dbos.workflow_status (workflow_uuid, name, status, queue_name, created_at, updated_at, completed_at,
           application_name, priority, delay_until_epoch_ms)
         select $1 || i, 'advance', $3, 'other', at, at,
           case when $3 in ('SUCCESS', 'ERROR') then at end, 'baton', 0, case when $3 = 'DELAYED' then at + 1000000000000 end
         from generate_series(1, $2::int) i, lateral (select (extract(epoch from now()) * 1000)::bigint - $4::bigint * 3600000 as at) x
         returning workflow_uuid
     ), inputs as (insert into dbos.workflow_input (workflow_uuid, inputs) select workflow_uuid, '[]' from made)
     insert into dbos.workflow_output (workflow_uuid, output) select workflow_uuid, 'null' from made where $3 = 'SUCCESS'`,
    [prefix, count, status, hoursAgo],
  )
}

const rowsOf = async (prefix: string, table = 'workflow_status') =>
  (
    await bench.db.pool.query<{ count: number }>(
      `select count(*)::int count from dbos.${table} where workflow_uuid like $1 || '%'`,
      [prefix],
    )
  ).rows[0]?.count

describe('finished rows of the queue', () => {
  it('are removed with their payloads once they are older than the retention; live ones and recent ones stay', async () => {
    await fill('old', 5000, 'SUCCESS', 25)
    await fill('failed', 10, 'ERROR', 25)
    await fill('recent', 20, 'SUCCESS', 23)
    await fill('delayed', 10, 'DELAYED', 48)
    await fill('ready', 10, 'ENQUEUED', 48)
    let removed = 0
    for (let turns = 0; turns < 60 && removed < 5010; turns++) {
      removed += (await housekeeper().turn()).workflows ?? 0
      await due()
    }
    expect(removed).toBe(5010)
    expect(
      await Promise.all(['old', 'failed', 'recent', 'delayed', 'ready'].map((each) => rowsOf(each))),
    ).toEqual([0, 0, 20, 10, 10])
    expect(await rowsOf('old', 'workflow_input')).toBe(0)
    expect(await rowsOf('old', 'workflow_output')).toBe(0)
    const kept = await bench.db.prisma.housekeeping.findUniqueOrThrow({ where: { task: 'workflows' } })
    expect(kept.removedTotal).toBe(5010n)
    expect(kept.removedAt).toBeInstanceOf(Date)
  })

  it('go in batches of bounded time: a turn that is out of time leaves the rest to the next, soon', async () => {
    await fill('many', 3000, 'SUCCESS', 25)
    const one = housekeeper({ budgetMs: 0 })
    expect(await one.turn()).toEqual({ workflows: 250 })
    expect(await rowsOf('many')).toBe(2750)
    const row = await bench.db.prisma.housekeeping.findUniqueOrThrow({ where: { task: 'workflows' } })
    expect(row.dueAt.getTime() - row.ranAt.getTime()).toBe(1000)
    // Asked again at once, it rests.
    expect(await one.turn()).toEqual({})
    await due()
    const began = performance.now()
    const { workflows = 0 } = await housekeeper({ budgetMs: 100 }).turn()
    expect(performance.now() - began).toBeLessThan(2000)
    expect(workflows).toBeGreaterThanOrEqual(250)
    await bench.db.pool.query("delete from dbos.workflow_status where workflow_uuid like 'many%'")
  })

  it('are removed by one worker at a time', async () => {
    let inside = 0
    let most = 0
    const prune = async () => {
      most = Math.max(most, ++inside)
      await new Promise((resolve) => setTimeout(resolve, 100))
      inside--
      return 0
    }
    await Promise.all(Array.from({ length: 4 }, () => housekeeper({ prune }).turn()))
    expect(most).toBe(1)
    // It has just run: no other worker runs it again before it is due.
    let asked = 0
    await housekeeper({ prune: () => Promise.resolve(asked++) }).turn()
    expect(asked).toBe(0)
  })
})

it('removes expired rate limits, leases of the long lost, and minutes nobody asks for', async () => {
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
  expect(await housekeeper().turn()).toEqual({ rate_limits: 1, leases: 1, minutes: 1 })
  const left = await bench.db.pool.query<{ key: string }>(
    `select key from rate_limit union all select id from worker_lease where id in ('wrk_lost', 'wrk_late')
     union all select 'minute' from engine_minute where workspace_id = 'w' order by key`,
  )
  expect(left.rows.map(({ key }) => key)).toEqual(['ever', 'minute', 'now', 'wrk_late'])
})

describe('pruning everything at once', () => {
  const prune = () => bench.queue.prune(new Date(Date.now() + 1000), 1000)
  const start = async () => {
    const { id } = await startRun(bench.context(['operator']), { team: 'deals', input: { deal_id: 'D-1' } })
    expect(await bench.settled(id)).toMatchObject({ status: 'waiting' })
    return id
  }
  const workflowsOf = async (run: string) =>
    (
      await bench.db.pool.query<{ id: string }>(
        'select workflow_uuid id from dbos.workflow_status where workflow_uuid like $1',
        [`${run}:%`],
      )
    ).rows.map(({ id }) => id)
  const finished = async (run: string) =>
    expect
      .poll(async () =>
        (
          await bench.db.pool.query<{ status: string }>(
            'select distinct status from dbos.workflow_status where workflow_uuid like $1',
            [`${run}:%`],
          )
        ).rows.map(({ status }) => status),
      )
      .toEqual(['SUCCESS'])
  const revive = async () =>
    (await bench.db.pool.query<{ count: number }>("select reconcile_branches('0 seconds') count")).rows[0]
      ?.count
  const approve = async (run: string) => {
    const { id } = await bench.db.prisma.review.findFirstOrThrow({ where: { runId: run, status: 'open' } })
    const { digest } = await getReview(bench.context(['reviewer']), { id })
    await decideReview(bench.context(['reviewer'], 'usr_reviewer'), {
      id,
      verdict: { decision: 'approve', digest, reason: 'as drafted' },
    })
  }

  it('while runs wait for a person: nothing is revived, and each goes on once when approved', async () => {
    const runs = await Promise.all([start(), start(), start()])
    for (const run of runs) await finished(run)
    const known = (await Promise.all(runs.map(workflowsOf))).flat()
    expect(known.length).toBeGreaterThanOrEqual(3)
    expect(await prune()).toBeGreaterThanOrEqual(known.length)
    expect((await Promise.all(runs.map(workflowsOf))).flat()).toEqual([])
    expect(await revive()).toBe(0)
    // Even if a workflow that was pruned came once more, it would find nothing to drive.
    for (const id of known) {
      const [run, branch] = id.split(':')
      await bench.db.pool.query('select enqueue_advance($1, $2, $3)', [run, branch, id])
    }
    bench.queue.kick()
    const before = bench.service.arrivals.length
    for (const run of runs) await approve(run)
    for (const run of runs) {
      const done = await bench.settled(run)
      expect(done.status).toBe('done')
      const visits = done.steps.map(({ node, iteration, attempt }) => `${node} ${iteration} ${attempt}`)
      expect(new Set(visits).size).toBe(visits.length)
      expect(done.steps.filter(({ node }) => node === 'update')).toHaveLength(1)
    }
    expect(bench.service.arrivals.length - before).toBe(3)
    for (const run of runs) await finished(run)
    await prune()
    expect(await revive()).toBe(0)
    expect(bench.service.arrivals.length - before).toBe(3)
  })

  it('a ready branch whose finished workflow was pruned is revived, and driven once', async () => {
    const run = await start()
    await finished(run)
    await bench.db.pool.query("update branch set status = 'ready' where run_id = $1", [run])
    await bench.db.pool.query("update review set status = 'withdrawn' where run_id = $1", [run])
    await prune()
    expect(await revive()).toBe(1)
    expect(await revive()).toBe(0)
    bench.queue.kick()
    await expect
      .poll(() => bench.db.prisma.review.count({ where: { runId: run, status: 'open' } }), {
        timeout: 10_000,
      })
      .toBe(1)
    await finished(run)
    expect(await bench.db.prisma.review.count({ where: { runId: run, status: 'open' } })).toBe(1)
  })
})
