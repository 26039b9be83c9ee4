import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideReview } from '../review/decide'
import { cancelRun } from '../run/cancel'
import { startRun } from '../run/start'
import { startWaitingBench, type WaitingBench } from './testing/waiting-bench'

let bench: WaitingBench
beforeAll(async () => {
  bench = await startWaitingBench()
})
afterAll(() => bench.close())

describe('an event', () => {
  it('wakes the run that waits for it, whose slot then names the source', async () => {
    const key = bench.newKey()
    const run = await bench.start('plain', key)
    await bench.waiting(run)
    const asked = await bench.settled(run)
    expect(asked).toMatchObject({
      status: 'waiting',
      waits: [{ event: 'order.shipped', key, node: 'shipped', until: null }],
    })
    const answer = await bench.post(key, { carrier: 'Post' })
    expect(answer).toMatchObject({ status: 202, woke: 1, created: true })
    const done = await bench.settled(run)
    expect(done).toMatchObject({ status: 'done', state: { shipped: { carrier: 'Post' } }, waits: [] })
    expect(done.steps.find(({ node }) => node === 'shipped')?.result).toMatchObject({
      event: { id: answer.event, key, from: 'Event source Warehouse' },
    })
    const version = await bench.db.prisma.stateVersion.findFirstOrThrow({
      where: { runId: run, node: 'shipped' },
    })
    expect(version.writer).toEqual({ kind: 'system', id: bench.source.id, name: 'Event source Warehouse' })
    const entries = await bench.db.prisma.recordEntry.findMany({ where: { kind: 'event.received' } })
    const bodies = entries.map(({ body }) => Buffer.from(body).toString())
    expect(bodies.some((body) => body.includes(answer.event ?? '-'))).toBe(true)
    expect(bodies.join()).not.toContain(key)
  })

  it('that comes before the run waits is kept and met as the wait opens', async () => {
    const key = bench.newKey()
    expect(await bench.post(key, { carrier: 'Post' })).toMatchObject({ status: 202, woke: 0 })
    const run = await bench.settled(await bench.start('plain', key))
    expect(run).toMatchObject({ status: 'done', state: { shipped: { carrier: 'Post' } } })
    expect(await bench.takings(run.id)).toHaveLength(1)
    const second = await bench.start('plain', key)
    await bench.waiting(second)
    await cancelRun(bench.operator(), { id: second, reason: 'a test' })
  })

  it('and its wait that cross are neither lost nor doubled', async () => {
    const pairs = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const key = bench.newKey()
        const [run, sent] = await Promise.all([
          bench.start('plain', key),
          sleep((i % 10) * 12).then(() => bench.post(key, { carrier: key })),
        ])
        return { key, run, sent }
      }),
    )
    for (const { key, run, sent } of pairs) {
      expect(sent.status).toBe(202)
      const done = await bench.settled(run)
      expect(done).toMatchObject({ status: 'done', state: { shipped: { carrier: key } } })
      expect(done.steps.filter(({ node }) => node === 'shipped')).toHaveLength(1)
      expect(await bench.takings(run)).toHaveLength(1)
    }
    const woke = pairs.map(({ sent }) => sent.woke)
    expect(woke.every((count) => count === 0 || count === 1)).toBe(true)
  })

  it('and its wait take turns when both come while the other is under way', async () => {
    const key = bench.newKey()
    const client = await bench.db.pool.connect()
    let both: Promise<[string, unknown]>
    try {
      await client.query('begin')
      await client.query('select lock_event($1, $2, $3)', [bench.workspaceId, 'order.shipped', key])
      both = Promise.all([bench.start('plain', key), bench.post(key, { carrier: 'x' })])
      const waiting = "locktype = 'advisory' and classid = 7003 and not granted"
      for (const until = Date.now() + 10_000; ; await sleep(20)) {
        const { rowCount } = await client.query(`select 1 from pg_locks where ${waiting}`)
        if (rowCount === 2) break
        if (Date.now() > until) throw new Error('the two do not take the same lock')
      }
      await client.query('commit')
    } finally {
      client.release(true)
    }
    const [run] = await both
    expect(await bench.settled(run)).toMatchObject({ status: 'done', state: { shipped: { carrier: 'x' } } })
    expect(await bench.takings(run)).toHaveLength(1)
  })

  it('is had by one run alone, the one that waits longest', async () => {
    const key = bench.newKey()
    const first = await bench.start('plain', key)
    await bench.waiting(first)
    const other = await bench.start('plain', key)
    await bench.waiting(other)
    expect(await bench.post(key, { carrier: 'one' })).toMatchObject({ woke: 1 })
    expect(await bench.settled(first)).toMatchObject({
      status: 'done',
      state: { shipped: { carrier: 'one' } },
    })
    expect(await bench.settled(other)).toMatchObject({ status: 'waiting' })
    await bench.post(key, { carrier: 'two' })
    expect(await bench.settled(other)).toMatchObject({
      status: 'done',
      state: { shipped: { carrier: 'two' } },
    })
  })

  it('sent many times at once to many that wait goes to each once', async () => {
    const key = bench.newKey()
    const runs = await Promise.all(Array.from({ length: 12 }, () => bench.start('plain', key)))
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, i) => bench.post(key, { carrier: `c-${i}` })),
    )
    expect(sent.every(({ status }) => status === 202)).toBe(true)
    const states = await Promise.all(runs.map(async (run) => (await bench.settled(run)).state))
    const carriers = states.map((state) => (state['shipped'] as { carrier: string }).carrier)
    expect(new Set(carriers).size).toBe(12)
  })

  it('that is shared goes to all that wait for it, and to those that wait later', async () => {
    const key = bench.newKey()
    const runs = await Promise.all([
      bench.start('shared', key),
      bench.start('shared', key),
      bench.start('shared', key),
    ])
    for (const run of runs) await bench.waiting(run)
    expect(await bench.post(key, { carrier: 'all' }, { event: 'price.changed' })).toMatchObject({ woke: 3 })
    const later = await bench.start('shared', key)
    for (const run of [...runs, later])
      expect(await bench.settled(run)).toMatchObject({
        status: 'done',
        state: { shipped: { carrier: 'all' } },
      })
  })

  it('by the id of the run, where the wait has no key of its own', async () => {
    const run = await bench.start('own', 'any')
    await bench.waiting(run)
    expect(await bench.post(run, { carrier: 'x' }, { event: 'own.done' })).toMatchObject({ woke: 1 })
    expect(await bench.settled(run)).toMatchObject({ status: 'done' })
  })

  it('comes to the lane that waits for it, by a number or the text of it', async () => {
    const ids = [101, 102, 103, 104]
    const input = { orders: ids.map((id) => ({ id })) }
    const { id: run } = await startRun(bench.operator(), { team: 'each', input })
    await bench.waiting(run, 4)
    for (const id of [103, 101])
      expect(await bench.post(id, { carrier: `c-${id}` })).toMatchObject({ woke: 1 })
    for (const id of ['104', '102'])
      expect(await bench.post(id, { carrier: `c-${id}` })).toMatchObject({ woke: 1 })
    const done = await bench.settled(run)
    const results = ids.map((id) => ({ carrier: `c-${id}` }))
    expect(done).toMatchObject({ status: 'done', state: { all: { results, missing: 0 } } })
  })
})

describe('a wait', () => {
  it('whose time is up takes the way for that, and an event that comes too late is kept', async () => {
    const key = bench.newKey()
    const run = await bench.start('timed', key)
    await bench.waiting(run)
    const until = (await bench.settled(run)).waits[0]?.until
    expect(until?.getTime()).toBeGreaterThan(Date.now() - 1000)
    for (
      const end = Date.now() + 10_000;
      (await bench.settled(run)).status === 'waiting' && Date.now() < end;
    )
      await sleep(50)
    const over = await bench.settled(run)
    expect(over).toMatchObject({ status: 'done', outcome: { result: 'rejected' }, waits: [] })
    expect(over.state).not.toHaveProperty('shipped')
    expect(await bench.post(key, { carrier: 'late' })).toMatchObject({ woke: 0 })
  })

  it('goes with its run when that is cancelled', async () => {
    const key = bench.newKey()
    const run = await bench.start('plain', key)
    await bench.waiting(run)
    await cancelRun(bench.operator(), { id: run, reason: 'a test' })
    await bench.waiting(run, 0)
    expect(await bench.post(key, { carrier: 'x' })).toMatchObject({ woke: 0 })
  })

  it('goes with its lane when the join goes on without it', async () => {
    const key = bench.newKey()
    const run = await bench.start('first', key)
    await bench.waiting(run, 2)
    expect(await bench.post(key, { carrier: 'x' })).toMatchObject({ woke: 1 })
    expect(await bench.settled(run)).toMatchObject({ status: 'done', outcome: { result: 'done' } })
    expect(await bench.db.prisma.awaitedEvent.count({ where: { runId: run } })).toBe(0)
    expect(await bench.post(key, { carrier: 'x' }, { event: 'order.cancelled' })).toMatchObject({ woke: 0 })
  })

  it('that met what does not fit asks a person, and waits anew when told: once more', async () => {
    const key = bench.newKey()
    expect(await bench.post(key, { wrong: true })).toMatchObject({ status: 202, woke: 0 })
    const run = await bench.settled(await bench.start('plain', key))
    expect(run.status).toBe('waiting')
    expect(run.reviews).toMatchObject([{ kind: 'escalation', node: 'shipped', status: 'open' }])
    const review = await bench.db.prisma.review.findFirstOrThrow({ where: { runId: run.id } })
    const verdict = { decision: 'retry' as const, digest: review.digest, reason: 'the next one fits' }
    await decideReview(bench.context(['reviewer'], 'usr_other'), { id: review.id, verdict })
    await bench.waiting(run.id)
    expect(await bench.post(key, { carrier: 'Post' })).toMatchObject({ woke: 1 })
    expect(await bench.settled(run.id)).toMatchObject({
      status: 'done',
      state: { shipped: { carrier: 'Post' } },
    })
  })
})
