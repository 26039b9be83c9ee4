import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { Pulse } from '@/server/engine/pulse'
import { beat } from '@/server/engine/sweep'
import { Tally } from '@/server/engine/tally'
import type { Context } from '@/server/services/context'
import { startTwoWorkspaces, type TwoWorkspaces } from '@/server/services/testing/two-workspaces'
import { readEngine } from './read'

let two: TwoWorkspaces
let here: Context
let there: Context
beforeAll(async () => {
  two = await startTwoWorkspaces()
  here = two.asA(['admin'])
  there = await two.asB()
})
afterAll(() => two.close())

const waitsOf = async (ctx: Context) =>
  Object.fromEntries((await readEngine(ctx)).waits.map(({ kind, runs }) => [kind, runs]))

describe('what runs wait for', () => {
  it('is counted by kind, a run once, with the one that waits longest', async () => {
    const before = await waitsOf(here)
    const { review } = await two.waiting()
    await two.blocked()
    expect(await waitsOf(here)).toMatchObject({
      person: (before['person'] ?? 0) + 1,
      budget: (before['budget'] ?? 0) + 1,
    })
    const long = new Date('2026-01-01T00:00:00Z')
    const {
      createdAt: _now,
      budgetId: _budget,
      askedCapMicros: _cap,
      askedWindow: _window,
      ...row
    } = await two.db.prisma.review.findUniqueOrThrow({
      where: { id: review },
    })
    await two.db.prisma.review.create({
      data: { ...row, id: newId('rev'), createdAt: long, view: {}, verdict: undefined, decidedBy: undefined },
    } as never)
    const person = (await readEngine(here)).waits.find(({ kind }) => kind === 'person')
    expect(person).toMatchObject({ runs: (before['person'] ?? 0) + 1, oldestAt: long })
  })

  it('an attempt that waits out its delay is one of them', async () => {
    const { run } = await two.waiting()
    await two.db.pool.query(
      "update branch set status = 'ready', driver = null, ready_at = now() + interval '1 minute' where run_id = $1",
      [run],
    )
    const { waits, queue } = await readEngine(here)
    expect(waits.find(({ kind }) => kind === 'retry')).toMatchObject({ runs: 1 })
    expect(queue.delayed).toBe(1)
    expect(await waitsOf(there)).toMatchObject({ retry: 0 })
    await two.db.pool.query("update branch set status = 'waiting' where run_id = $1", [run])
  })

  it('so are a timer, a stop, a turn within a limit, and a place in a provider’s line', async () => {
    const { run } = await two.waiting()
    const { pool, prisma } = two.db
    await pool.query("update branch set wake_at = now() + interval '1 hour' where run_id = $1", [run])
    const held = (await two.waiting()).run
    await pool.query("update branch set held_by = 'agent:x', held_at = now() where run_id = $1", [held])
    await pool.query('update run set queue_number = 1 where id = $1', [run])
    await prisma.serviceGuard.create({ data: { id: 'gate:test', workspaceId: two.a, kind: 'model' } })
    await pool.query(
      `insert into call_ticket(gate, ticket, due, tokens, alive_until) values
         ('gate:test', 'call_1', now(), 1, now() + interval '1 minute'), ('gate:test', 'call_2', now(), 1, now() - interval '1 second')`,
    )
    expect(await waitsOf(here)).toMatchObject({ timer: 1, stop: 1, turn: 1, limit: 1 })
    expect(await waitsOf(there)).toMatchObject({ timer: 0, stop: 0, turn: 0, limit: 0 })
    await pool.query('update branch set wake_at = null where run_id = $1', [run])
    await pool.query('update run set queue_number = null where id = $1', [run])
    await pool.query('update branch set held_by = null, held_at = null where run_id = $1', [held])
    await pool.query('delete from call_ticket')
  })

  it('is told to nobody of another workspace', async () => {
    const { waits, minutes } = await readEngine(there)
    expect(waits.map(({ runs, oldestAt }) => [runs, oldestAt])).toEqual(waits.map(() => [0, null]))
    expect(minutes.every(({ steps, started, ended }) => steps + started + ended === 0)).toBe(true)
  })
})

describe('throughput', () => {
  it('is what the workers counted, minute by minute, of this workspace only', async () => {
    const worker = newId('wrk')
    const tally = new Tally()
    const now = Date.now()
    const other = there.workspace?.id ?? ''
    tally.count(two.a, { steps: 1, ended: 0 }, now - 10 * 60_000)
    for (let i = 0; i < 5; i++) tally.count(two.a, { steps: 1, ended: 0 }, now)
    tally.count(two.a, { steps: 1, ended: 1 }, now)
    tally.count(other, { steps: 1, ended: 1 }, now)
    await tally.flush(two.db.pool, worker)
    await tally.flush(two.db.pool, worker)
    tally.count(two.a, { steps: 2, ended: 0 }, now)
    await tally.flush(two.db.pool, worker)
    const sum = (minutes: { steps: number; ended: number }[]) =>
      minutes.reduce((all, { steps, ended }) => [all[0]! + steps, all[1]! + ended], [0, 0])
    const mine = (await readEngine(here)).minutes
    expect(mine).toHaveLength(60)
    expect(sum(mine)).toEqual([9, 1])
    expect(mine.filter(({ steps }) => steps > 0).map(({ steps }) => steps)).toEqual([1, 8])
    expect(mine.reduce((all, { started }) => all + started, 0)).toBe(
      await two.db.prisma.run.count({ where: { workspaceId: two.a } }),
    )
    expect(sum((await readEngine(there)).minutes)).toEqual([1, 1])
    expect(tally.lastMinute(now)).toBe(9)
    expect(tally.lastMinute(now + 61_000)).toBe(0)
  })

  it('keeps what the database did not take', async () => {
    const tally = new Tally()
    tally.count(two.a, { steps: 3, ended: 0 })
    const broken = { query: () => Promise.reject(new Error('away')) }
    await expect(tally.flush(broken as never, 'wrk_broken')).rejects.toThrow('away')
    await tally.flush(two.db.pool, 'wrk_broken')
    expect(
      await two.db.prisma.engineMinute.findMany({
        where: { workerId: 'wrk_broken' },
        select: { steps: true },
      }),
    ).toEqual([{ steps: 3 }])
  })
})

describe('workers', () => {
  it('say how they are; whose lease has run out is lost, with what was taken over', async () => {
    const [live, lost] = [newId('wrk'), newId('wrk')]
    const pulse = new Pulse({ pool: two.db.pool, tally: new Tally(), concurrency: 7, inFlight: () => 3 })
    await new Promise((resolve) => setTimeout(resolve, 200))
    await beat(two.db, live, pulse.about())
    await beat(two.db, lost, { host: 'gone', pid: 1 })
    pulse.stop()
    await two.db.pool.query(
      "update worker_lease set seen_at = now() - interval '5 minutes', taken_over = 4, taken_over_at = now() where id = $1",
      [lost],
    )
    const { workers } = await readEngine(there)
    const [one, other] = [live, lost].map((id) => workers.find((worker) => worker.id === id))
    expect(one).toMatchObject({ lost: false, pid: process.pid, inFlight: 3, concurrency: 7, takenOver: 0 })
    expect(one?.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(one?.memory).toBeGreaterThan(10_000_000)
    expect(one?.loopDelayMs).toBeGreaterThanOrEqual(0)
    expect(other).toMatchObject({ lost: true, host: 'gone', takenOver: 4, memory: null, loopDelayMs: null })
    expect(workers.at(-1)).toBe(other)
  })
})

describe('the installation', () => {
  it('tells how deep its queue is and since when the first one waits', async () => {
    const before = (await readEngine(here)).queue
    await two.db.pool.query(
      `insert into branch (run_id, branch, node, iteration, status, ready_at, driver)
       select 'depth:' || i, '0', 'draft', 0, 'ready', to_timestamp(i), case when i > 3 then 'wrk_other' end
         from generate_series(1, 5) i`,
    )
    const { queue } = await readEngine(there)
    expect(queue).toMatchObject({ enqueued: before.enqueued + 3, oldestAt: new Date(1000) })
    await two.db.pool.query("delete from branch where run_id like 'depth:%'")
  })

  it('tells how much of its database is in use', async () => {
    const { database } = await readEngine(here)
    expect(database.connections).toBeGreaterThan(0)
    expect(database.most).toBeGreaterThanOrEqual(database.connections)
    expect(database.size).toBeGreaterThan(1_000_000n)
    expect(database.transactions).toBeGreaterThan(0n)
  })

  it('names no run, team or person', async () => {
    const answer = JSON.stringify(await readEngine(here), (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    const { rows } = await two.db.pool.query<{ word: string }>(
      'select id as word from run union all select title from run union all select name from team',
    )
    expect(rows.length).toBeGreaterThan(2)
    for (const { word } of rows) expect(answer).not.toContain(word)
  })
})
