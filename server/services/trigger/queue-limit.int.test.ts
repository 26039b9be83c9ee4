import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dealBundle } from '@/server/engine/testing/bundle'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { cancelRun } from '../run/cancel'
import { getRun } from '../run/get'
import { startRun } from '../run/start'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  for (const slug of ['three', 'one', 'held', 'burst', 'free']) await bench.team(slug, dealBundle())
  bench.server.script('m-one', { ...saying({ deal_id: 'D-1', amount: 1 }), delayMs: 40 })
})
afterAll(() => bench.close())

const operator = () => bench.context(['operator'])
const start = async (team: string): Promise<string> =>
  (await startRun(operator(), { team, input: { deal_id: 'D-1' } })).id
const teamOf = (slug: string) => bench.db.prisma.team.findFirstOrThrow({ where: { slug } })
const rowsOf = async (slug: string) =>
  bench.db.prisma.run.findMany({ where: { teamId: (await teamOf(slug)).id }, orderBy: { createdAt: 'asc' } })
/** Sets a limit as the service does, whose team needs a drawing that these have not. */
async function limit(slug: string, max: number | null): Promise<number> {
  const { id } = await teamOf(slug)
  const { rows } = await bench.db.pool.query<{ admitted: number }>('select limit_runs($1, $2) admitted', [
    id,
    max,
  ])
  return rows[0]?.admitted ?? 0
}
const statuses = async (slug: string) => {
  const counts: Record<string, number> = {}
  for (const { status } of await rowsOf(slug)) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
async function allOver(slug: string, within = 20_000): Promise<void> {
  for (const until = Date.now() + within; ; await sleep(20)) {
    const open = (await rowsOf(slug)).filter(({ endedAt }) => !endedAt)
    if (open.length === 0) return
    if (Date.now() > until) throw new Error(`${open.length} runs of ${slug} did not end`)
  }
}
/** When each run's agent began and the run ended, by the order of their starts. */
async function spans(ids: string[]): Promise<{ from: number; to: number }[]> {
  const runs = await bench.db.prisma.run.findMany({ where: { id: { in: ids } } })
  const steps = await bench.db.prisma.step.findMany({ where: { runId: { in: ids }, kind: 'agent' } })
  return ids.map((id) => ({
    from: steps.find(({ runId }) => runId === id)?.startedAt.getTime() ?? 0,
    to: runs.find((run) => run.id === id)?.endedAt?.getTime() ?? 0,
  }))
}

it('thirty starts with a limit of three: never more than three in flight, all done, in their order', async () => {
  await limit('three', 3)
  let most = 0
  let watching = true
  const watch = (async () => {
    while (watching) {
      const { rows } = await bench.db.pool.query<{ count: number }>(
        `select count(*)::int count from run join team on team.id = run.team_id
          where slug = 'three' and run.status in ('running', 'waiting', 'blocked')`,
      )
      most = Math.max(most, rows[0]?.count ?? 0)
      await sleep(3)
    }
  })()
  const ids: string[] = []
  for (let i = 0; i < 30; i++) ids.push(await start('three'))
  await allOver('three')
  watching = false
  await watch
  expect(most).toBe(3)
  expect(await statuses('three')).toEqual({ done: 30 })
  const all = await spans(ids)
  for (const { from } of all) {
    const beside = all.filter((other) => other.from <= from && other.to > from)
    expect(beside.length).toBeLessThanOrEqual(3)
  }
  // Three at a time may overtake each other by a step; nobody overtakes who was admitted before.
  const order = all.map(({ from }, i) => ({ from, i })).sort((a, b) => a.from - b.from)
  for (const [rank, { i }] of order.entries()) expect(Math.abs(rank - i)).toBeLessThan(3)
  const left = await bench.db.prisma.run.count({
    where: { OR: [{ slotOf: { not: null } }, { queueNumber: { not: null } }] },
  })
  expect(left).toBe(0)
})

it('one at a time: exactly in the order of their starts', async () => {
  await limit('one', 1)
  const ids: string[] = []
  for (let i = 0; i < 6; i++) ids.push(await start('one'))
  await allOver('one')
  const all = await spans(ids)
  for (const [i, { from }] of all.entries())
    if (i > 0) expect(from).toBeGreaterThanOrEqual(all[i - 1]?.to ?? 0)
})

it('a burst from many callers at once, and a key used twice, takes no slot too many', async () => {
  await limit('burst', 4)
  const asked = { team: 'burst', input: { deal_id: 'D-1' } }
  const started = await Promise.all([
    ...Array.from({ length: 20 }, () => startRun(operator(), asked)),
    ...Array.from({ length: 6 }, () => startRun(operator(), { ...asked, idempotencyKey: 'burst' })),
  ])
  expect(new Set(started.map(({ id }) => id)).size).toBe(21)
  await allOver('burst')
  expect(await statuses('burst')).toEqual({ done: 21 })
  const all = await spans([...new Set(started.map(({ id }) => id))])
  for (const { from } of all)
    expect(all.filter((other) => other.from <= from && other.to > from).length).toBeLessThanOrEqual(4)
})

it('a queued run says its turn, starts nothing, can be cancelled, and moves up', async () => {
  await limit('held', 1)
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 5000 }))
  const first = await start('held')
  expect((await bench.settled(first)).status).toBe('waiting')
  const [second, third, fourth] = [await start('held'), await start('held'), await start('held')]
  expect(await getRun(operator(), { id: third })).toMatchObject({
    status: 'queued',
    queue: { position: 2, maxInFlight: 1, inFlight: 1, ahead: [{ id: first, pause: { for: 'person' } }] },
    branches: [],
  })
  const { rows } = await bench.db.pool.query(
    "select 1 from branch where status = 'ready' and run_id = any($1)",
    [[second, third, fourth]],
  )
  expect(rows).toEqual([])
  await cancelRun(operator(), { id: second, reason: 'not needed' })
  expect((await getRun(operator(), { id: second })).status).toBe('cancelled')
  expect((await getRun(operator(), { id: third })).queue).toMatchObject({ position: 1 })
  await expect(cancelRun(operator(), { id: second, reason: '' })).rejects.toMatchObject({ code: 'conflict' })
  // The one in flight ends by being cancelled: the next is admitted in the same transaction.
  await cancelRun(operator(), { id: first, reason: '' })
  expect((await getRun(operator(), { id: third })).status).not.toBe('queued')
  expect((await getRun(operator(), { id: fourth })).queue).toMatchObject({ position: 1 })
  expect((await bench.settled(third)).status).toBe('waiting')
  // Without a limit nobody waits.
  expect(await limit('held', null)).toBe(1)
  expect((await bench.settled(fourth)).status).toBe('waiting')
  // What is in flight counts when a limit is set again.
  await limit('held', 2)
  const fifth = await start('held')
  expect((await getRun(operator(), { id: fifth })).status).toBe('queued')
  expect(await limit('held', 3)).toBe(1)
  expect((await bench.settled(fifth)).status).toBe('waiting')
})

it('costs a team without a limit nothing: no slot, no number', async () => {
  const id = await start('free')
  expect(await bench.db.prisma.run.findUniqueOrThrow({ where: { id } })).toMatchObject({
    slotOf: null,
    queueNumber: null,
  })
})
