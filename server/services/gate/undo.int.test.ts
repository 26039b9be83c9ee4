import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createConnectors } from '@/server/connectors/connectors'
import { connectionLedger } from '@/server/services/connection/ledger'
import { dealBundle } from '@/server/engine/testing/bundle'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { exactEffect } from './exact-request'
import { allowBooking, book, calling, cancel, carriedOut, failureOf, undo } from './testing/booking'
import { exactUndo, undoEffect } from './undo'

let bench: EngineBench
let crmId: string
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('undoable', dealBundle({ action: { undo } }))
  await bench.team('fragile', dealBundle({ action: { undo, idempotent: false } }))
  await bench.team('final', dealBundle())
  crmId = await allowBooking(bench)
  await bench.team('booked', calling(book, cancel))
  await bench.team('lasting', calling(book))
  const unfit = { ...book, undo: { operation: 'cancel', arguments: { booking: 'input.amount' } } }
  await bench.team('unfit', calling(unfit, cancel))
})
afterAll(() => bench.close())
beforeEach(() => bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 7 })))

const operator = () => bench.context(['operator'])
const undoNow = (id: string) =>
  undoEffect(operator(), { id, reason: 'A mistake' }, createConnectors({ db: bench.db }))
const sent = (team = 'undoable') => carriedOut(bench, team)
const kinds = async () =>
  (
    await bench.db.prisma.recordEntry.findMany({
      where: { kind: { startsWith: 'effect.' } },
      orderBy: { id: 'desc' },
    })
  )
    .map(({ kind }) => kind)
    .slice(0, 2)

describe('an effect that was carried out', () => {
  it('shows what undoing it sends, and sends nothing by that', async () => {
    const id = await sent()
    const from = bench.service.arrivals.length
    const shown = await exactUndo(operator(), { id })
    expect(shown).toMatchObject({
      method: 'DELETE',
      url: `${bench.service.baseUrl}/deals/note-1`,
      body: '{"was":7}',
      summary: 'Take note-1 back',
    })
    expect((await exactEffect(operator(), { id })).method).toBe('PATCH')
    expect(bench.service.arrivals).toHaveLength(from)
  })

  it('is undone once, on the record, under a key of its own', async () => {
    const id = await sent()
    const from = bench.service.arrivals.length
    expect(await undoNow(id)).toMatchObject({ status: 'done' })
    const [arrival] = bench.service.arrivals.slice(from)
    expect(arrival).toMatchObject({ method: 'DELETE', path: '/deals/note-1', body: { was: 7 } })
    expect(arrival?.key).toMatch(/:undo$/)
    expect(await kinds()).toEqual(['effect.undone', 'effect.undo_intended'])
    const again = await failureOf(undoNow(id))
    expect(again).toMatchObject({ code: 'conflict', message: expect.stringContaining('undone this already') })
    expect(bench.service.arrivals).toHaveLength(from + 1)
    const row = await bench.db.prisma.effectUndo.findUniqueOrThrow({ where: { effectId: id } })
    expect(row).toMatchObject({ status: 'done', attempts: 1, reason: 'A mistake' })
  })

  it('is undone once by twelve who ask at the same time', async () => {
    const id = await sent()
    const from = bench.service.arrivals.length
    bench.service.answers.push({ body: '{}', delayMs: 200 })
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => undoNow(id)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(bench.service.arrivals).toHaveLength(from + 1)
  })

  it('may be asked for again where it was refused there', async () => {
    const id = await sent()
    bench.service.answers.push(409)
    expect(await undoNow(id)).toMatchObject({ status: 'failed' })
    expect(await undoNow(id)).toMatchObject({ status: 'done' })
  })

  it('is asked for again under the same key where nobody knows; not where the service knows no keys', async () => {
    const id = await sent()
    const from = bench.service.arrivals.length
    bench.service.answers.push('drop')
    expect(await undoNow(id)).toMatchObject({ status: 'unknown' })
    expect(await undoNow(id)).toMatchObject({ status: 'done' })
    expect(new Set(bench.service.arrivals.slice(from).map(({ key }) => key)).size).toBe(1)
    const fragile = await sent('fragile')
    bench.service.answers.push('drop')
    expect(await undoNow(fragile)).toMatchObject({ status: 'unknown' })
    expect((await failureOf(undoNow(fragile))).message).toContain('Look there')
  })

  it('is undone by the operation that its own declares, whatever its node says, by who asks for it', async () => {
    const id = await sent('booked')
    const from = bench.service.arrivals.length
    expect(await exactUndo(operator(), { id })).toMatchObject({
      method: 'DELETE',
      url: `${bench.service.baseUrl}/bookings/note-1`,
      body: '{"because":"of D-1"}',
    })
    expect(await undoNow(id)).toMatchObject({ status: 'done' })
    expect(bench.service.arrivals.slice(from)).toMatchObject([
      { method: 'DELETE', path: '/bookings/note-1', body: { because: 'of D-1' } },
    ])
    expect(await kinds()).toEqual(['effect.undone', 'effect.undo_intended'])
    const { rows } = await connectionLedger(bench.context(['auditor']), { id: crmId })
    // The worker writes down its own calls when it comes to it.
    expect(rows.filter(({ operation }) => operation === 'cancel')).toMatchObject([
      { outcome: 'done', run: null },
    ])
    expect((await failureOf(undoNow(id))).message).toContain('undone this already')
  })

  it('is not undone by an operation that its version has not, that is off, or that takes something else', async () => {
    const lasting = await sent('lasting')
    expect((await failureOf(undoNow(lasting))).message).toContain('not declared')
    const unfit = await sent('unfit')
    const from = bench.service.arrivals.length
    expect(await failureOf(undoNow(unfit))).toMatchObject({ code: 'forbidden' })
    expect((await kinds())[0]).toBe('effect.refused')
    const id = await sent('booked')
    await bench.db.prisma.connectionOperation.updateMany({
      where: { name: 'cancel' },
      data: { state: 'off' },
    })
    expect(await undoNow(id)).toMatchObject({ status: 'failed' })
    await bench.db.prisma.connectionOperation.updateMany({ where: { name: 'cancel' }, data: { state: 'on' } })
    expect(bench.service.arrivals.slice(from)).toMatchObject([{ method: 'POST' }])
    expect(await undoNow(id)).toMatchObject({ status: 'done' })
  })

  it('is not undone over a connection of another environment than its run is of', async () => {
    const id = await sent()
    const from = bench.service.arrivals.length
    const lies = (environment: string | null) =>
      bench.db.prisma.connection.update({ where: { id: crmId }, data: { environment } })
    await lies('elsewhere')
    const refused = await undoNow(id)
    await lies(null)
    expect(refused).toMatchObject({ status: 'failed', says: expect.stringContaining('elsewhere only') })
    expect(bench.service.arrivals).toHaveLength(from)
    expect(await undoNow(id)).toMatchObject({ status: 'done' })
  })

  it('is not undone somewhere else than where it was done', async () => {
    const id = await sent()
    const from = bench.service.arrivals.length
    const leadTo = (baseUrl: string) =>
      bench.db.prisma.connection.update({ where: { id: crmId }, data: { baseUrl } })
    await leadTo(bench.service.baseUrl.replace('127.0.0.1', 'localhost'))
    const shown = await failureOf(exactUndo(operator(), { id }))
    const asked = await failureOf(undoNow(id))
    await leadTo(bench.service.baseUrl)
    expect(shown.message).toContain('leads elsewhere')
    expect(asked).toMatchObject({ code: 'forbidden', message: expect.stringContaining('leads elsewhere') })
    expect((await kinds())[0]).toBe('effect.refused')
    expect(bench.service.arrivals).toHaveLength(from)
    expect(await undoNow(id)).toMatchObject({ status: 'done' })
  })

  it('is not undone where its node does not say how, nor by a reviewer', async () => {
    const final = await sent('final')
    expect((await failureOf(undoNow(final))).code).toBe('invalid')
    const id = await sent()
    const asked = undoEffect(bench.context(['reviewer']), { id, reason: 'x' })
    expect((await failureOf(asked)).code).toBe('forbidden')
  })
})
