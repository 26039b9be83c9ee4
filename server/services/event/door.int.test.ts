import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Housekeeper } from '@/server/engine/housekeeping'
import { publishable } from '@/server/engine/testing/drawn-teams'
import { oneWait } from '@/server/engine/testing/waiting-team'
import { cancelRun } from '../run/cancel'
import { failure } from '../testing/desk'
import { newWebhookKey } from '@/server/auth/webhook-key'
import { sendEvent } from './send'
import { enableSource } from './enable-source'
import { endOldSourceKey } from './end-old-key'
import { listSources } from './list-sources'
import { removeSource } from './remove-source'
import { rotateSource } from './rotate-source'
import { startWaitingBench, type WaitingBench } from './testing/waiting-bench'

let bench: WaitingBench
beforeAll(async () => {
  bench = await startWaitingBench()
})
afterAll(() => bench.close())

describe('the door', () => {
  it('refuses what does not fit the contract of the wait, and keeps nothing', async () => {
    const key = bench.newKey()
    const run = await bench.start('plain', key)
    await bench.waiting(run)
    const answer = await bench.post(key, { carrier: 7 }, { id: 'msg_misfit' })
    expect([answer.status, answer.errors?.[0]?.pointer]).toEqual([422, '/data/carrier'])
    expect(await bench.kept(key)).toBe(0)
    expect(await bench.settled(run)).toMatchObject({ status: 'waiting', waits: [{ key }] })
    // The same message's id may come again, mended.
    expect(await bench.post(key, { carrier: 'Post' }, { id: 'msg_misfit' })).toMatchObject({
      status: 202,
      woke: 1,
    })
    expect(await bench.settled(run)).toMatchObject({ status: 'done' })
  })

  it('passes over a wait that it does not fit, which waits on, and hands it to the next in line and to all that share', async () => {
    // A shipment has a carrier; what the first in line waits for has an id.
    await bench.team('other', publishable(oneWait({ produces: 'order.item@1' })))
    await bench.team('sharing', publishable(oneWait({ shared: true })))
    const key = bench.newKey()
    const runs: string[] = []
    for (const team of ['other', 'plain', 'plain', 'sharing']) {
      const run = await bench.start(team, key)
      await bench.waiting(run)
      runs.push(run)
    }
    const answer = await bench.post(key, { carrier: 'Post' })
    expect(answer).toMatchObject({ status: 202, woke: 2 })
    const [other, first, second, sharing] = await Promise.all(runs.map((run) => bench.settled(run)))
    expect([other?.status, first?.status, second?.status, sharing?.status]).toEqual([
      ...['waiting', 'done', 'waiting', 'done'],
    ])
    const entry = await bench.db.prisma.recordEntry.findFirstOrThrow({
      where: { kind: 'event.received' },
      orderBy: { id: 'desc' },
    })
    expect(JSON.parse(Buffer.from(entry.body).toString())).toMatchObject({
      data: { woke: 2, passed_over: 1 },
    })
    expect(await bench.post(key, { id: 7 })).toMatchObject({ status: 202, woke: 1 })
    expect(await bench.settled(other?.id ?? '')).toMatchObject({ status: 'done' })
  })

  it('refuses a signature that does not fit, one that is old, and one of an unknown source', async () => {
    const key = bench.newKey()
    expect((await bench.post(key, {}, { secret: newWebhookKey() })).status).toBe(401)
    expect((await bench.post(key, {}, { at: Math.floor(Date.now() / 1000) - 600 })).status).toBe(401)
    expect((await bench.post(key, {}, { from: { ...bench.source, id: 'src_ghost' } })).status).toBe(404)
    expect(await bench.kept(key)).toBe(0)
  })

  it('answers a message that came before as it did first, and refuses its id for another', async () => {
    const key = bench.newKey()
    const run = await bench.start('plain', key)
    await bench.waiting(run)
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => bench.post(key, { carrier: 'x' }, { id: 'msg_again' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 202])
    expect(new Set(answers.map(({ event, woke }) => `${event} ${woke}`)).size).toBe(1)
    expect(answers[0]?.woke).toBe(1)
    expect((await bench.post(key, { carrier: 'y' }, { id: 'msg_again' })).status).toBe(409)
    expect(await bench.kept(key)).toBe(1)
  })

  it('refuses what is no event, is too large, is of another event, or may not be sent by this source', async () => {
    const narrow = await bench.newSource('Narrow', ['order.returned'])
    expect((await bench.post('k', {}, { from: narrow })).status).toBe(403)
    expect((await bench.post('k', {}, { from: narrow, event: 'order.returned' })).status).toBe(202)
    expect((await bench.post('k', {}, { event: 'Order' })).status).toBe(422)
    expect((await bench.post('k', {}, { type: 'order.other' })).status).toBe(422)
    expect((await bench.raw('{')).status).toBe(422)
    expect((await bench.raw('{"data":{}}')).errors?.[0]?.pointer).toBe('/key')
    expect((await bench.raw('{"key":"k"}')).errors?.[0]?.pointer).toBe('/data')
    expect((await bench.post(' ', {})).errors?.[0]?.pointer).toBe('/key')
    expect((await bench.post('k', { text: 'x'.repeat(300_000) })).status).toBe(413)
    expect((await bench.post('k', { big: 'x'.repeat(262_100) })).status).toBe(202)
    expect((await bench.raw('{"key":"k","data":{"a":"\\u0000"}}')).errors?.[0]?.pointer).toBe('/data/a')
  })

  it('does not take a key that is a number which cannot be kept exactly for another one', async () => {
    const run = await bench.start('plain', '12345678901234567000')
    await bench.waiting(run)
    const answer = await bench.raw('{"key":12345678901234567001,"data":{"carrier":"Post"}}')
    expect([answer.status, answer.errors?.[0]?.pointer]).toEqual([422, '/key'])
    const sent = { event: 'order.shipped', key: Number('12345678901234567001'), data: { carrier: 'Post' } }
    expect(await failure(sendEvent(bench.operator(), sent))).toMatchObject({ code: 'invalid' })
    expect(await bench.settled(run)).toMatchObject({ status: 'waiting' })
    const exact = { ...sent, key: '12345678901234567000' }
    expect(await sendEvent(bench.operator(), exact)).toMatchObject({ woke: 1 })
    const inside = await bench.raw('{"key":"k","data":{"n":12345678901234567001}}')
    expect([inside.status, inside.errors?.[0]?.pointer]).toEqual([422, '/data/n'])
  })

  it('is closed for a source that is switched off or removed; an old key holds while senders change over', async () => {
    const admin = bench.context(['admin'])
    const other = await bench.newSource('Shop')
    const { key } = await rotateSource(admin, { id: other.id })
    const data = { carrier: 'x' }
    expect((await bench.post('k', data, { from: other })).status).toBe(202)
    expect((await bench.post('k', data, { from: { ...other, key } })).status).toBe(202)
    await endOldSourceKey(admin, { id: other.id })
    expect((await bench.post('k', data, { from: other })).status).toBe(401)
    expect((await bench.post('k', data, { from: { ...other, key } })).status).toBe(202)
    const listed = (await listSources(admin)).find(({ id }) => id === other.id)
    expect(listed).toMatchObject({ previousUntil: null })
    expect(await failure(endOldSourceKey(admin, { id: other.id }))).toMatchObject({ code: 'conflict' })
    expect(await bench.db.prisma.recordEntry.count({ where: { kind: 'event_source.old_key_ended' } })).toBe(1)
    await enableSource(admin, { id: other.id, enabled: false })
    expect((await bench.post('k', data, { from: { ...other, key } })).status).toBe(409)
    await removeSource(admin, { id: other.id })
    expect((await bench.post('k', data, { from: { ...other, key } })).status).toBe(404)
  })
})

describe('a program with a token', () => {
  it('sends an event once for an idempotency key, if it may', async () => {
    const key = bench.newKey()
    const run = await bench.start('plain', key)
    await bench.waiting(run)
    const input = { event: 'order.shipped', key, data: { carrier: 'x' }, idempotencyKey: `once ${key}` }
    expect((await failure(sendEvent(bench.context(['reviewer']), input))).code).toBe('forbidden')
    const first = await sendEvent(bench.operator(), input)
    expect(first).toMatchObject({ woke: 1, created: true })
    expect(await sendEvent(bench.operator(), input)).toEqual({ ...first, created: false })
    expect((await failure(sendEvent(bench.operator(), { ...input, key: 'other' }))).code).toBe('conflict')
    expect(await bench.settled(run)).toMatchObject({ status: 'done' })
    const version = await bench.db.prisma.stateVersion.findFirstOrThrow({
      where: { runId: run, node: 'shipped' },
    })
    expect(version.writer).toMatchObject({ kind: 'system', name: 'order.shipped, sent by usr_test' })
  })
})

it('events are removed after a week, but for what a run took and has not gone on from', async () => {
  const { prisma, pool } = bench.db
  const key = bench.newKey()
  await bench.post(key, { wrong: true })
  const stuck = await bench.settled(await bench.start('plain', key))
  expect(stuck.status).toBe('waiting')
  const old = bench.newKey()
  await bench.post(old, { carrier: 'x' })
  await prisma.receivedEvent.updateMany({
    where: { key: { in: [key, old] } },
    data: { receivedAt: new Date(Date.now() - 8 * 86_400_000) },
  })
  const keeper = new Housekeeper(bench.db, {
    retentionMs: 3_600_000,
    budgetMs: 5000,
  })
  await pool.query("delete from housekeeping where task = 'events'")
  expect((await keeper.turn()).events).toBe(1)
  expect([await bench.kept(key), await bench.kept(old)]).toEqual([1, 0])
  await cancelRun(bench.operator(), { id: stuck.id, reason: 'a test' })
})
