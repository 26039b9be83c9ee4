import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pseudonymOf } from '@/domain/policy/pseudonym'
import { toBase64 } from '@/domain/record/digest'
import { createConnectors } from '@/server/connectors/connectors'
import { aliasKeys } from '@/server/engine/alias-key'
import { dealBundle } from '@/server/engine/testing/bundle'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { env } from '@/server/env'
import { allowBooking, book, calling, cancel, carriedOut, failureOf } from './testing/booking'
import { exactUndo, undoEffect } from './undo'

let bench: EngineBench
beforeAll(async () => {
  process.env['BATON_SECRET_KEY'] ??= randomBytes(32).toString('base64')
  process.env['DATABASE_URL'] ??= 'postgresql://nowhere'
  bench = await startEngineBench()
  await allowBooking(bench)
  await bench.team('booked', calling(book, cancel))
  const { crm: cleared, ...others } = calling(book, cancel).connections
  const constants = dealBundle({
    action: {
      operation: 'book',
      fields: [
        { name: 'deal', value: "'D-0'" },
        { name: 'amount', value: '1' },
      ],
    },
  })
  await bench.team('outside', {
    ...constants,
    connections: { ...others, crm: { ...cleared!, clearance: 'public' } },
  })
  const byDeal = { ...book, undo: { operation: 'cancel', arguments: { booking: 'input.deal' } } }
  await bench.team('named', calling(byDeal, cancel))
})
afterAll(() => bench.close())
beforeEach(() => bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 7 })))

const operator = () => bench.context(['operator'])
const undoNow = (id: string) =>
  undoEffect(operator(), { id, reason: 'A mistake' }, createConnectors({ db: bench.db }))

describe('an effect that was sent with a pseudonym', () => {
  /** As an effect is kept whose agent knew its deal by a pseudonym; what went out said the value. */
  const knownBy = async (value: string, team = 'booked') => {
    const id = await carriedOut(bench, team)
    const effect = await bench.db.prisma.effect.findUniqueOrThrow({ where: { id } })
    const { salt } = await bench.db.prisma.run.findUniqueOrThrow({ where: { id: effect.runId } })
    const run = { id: effect.runId, salt: salt && toBase64(salt) }
    const key = aliasKeys(env().BATON_SECRET_KEY)(run, calling(book, cancel))
    const alias = pseudonymOf(key, value)
    const request = effect.request as { body: Record<string, unknown> }
    await bench.db.prisma.effect.update({
      where: { id },
      data: { request: { ...request, body: { ...request.body, deal: alias } } },
    })
    return { id, alias }
  }

  it('is undone with the value, which stands nowhere but in what leaves', async () => {
    const { id, alias } = await knownBy('D-1')
    const shown = await exactUndo(operator(), { id })
    expect(shown.body).toBe(`{"because":"of ${alias}"}`)
    expect(await undoNow(id)).toMatchObject({ status: 'done' })
    expect(bench.service.arrivals.at(-1)?.body).toEqual({ because: 'of D-1' })
    const row = await bench.db.prisma.effectUndo.findUniqueOrThrow({ where: { effectId: id } })
    expect(row.request).toMatchObject({ body: { because: `of ${alias}` } })
    const [entry] = await bench.db.prisma.recordEntry.findMany({
      where: { kind: 'effect.undo_intended' },
      orderBy: { id: 'desc' },
    })
    const told = Buffer.from(entry!.body).toString()
    expect(JSON.parse(told)).toMatchObject({ data: { turned_back: ['because'] } })
    expect(told).not.toContain('of D-1')
  })

  it('is undone with the pseudonym where its connection may not receive the value', async () => {
    const { id, alias } = await knownBy('D-1', 'outside')
    expect(await undoNow(id)).toMatchObject({ status: 'done' })
    expect(bench.service.arrivals.at(-1)?.body).toEqual({ because: `of ${alias}` })
  })

  it('says nothing of the value where it is refused there', async () => {
    const { id, alias } = await knownBy('D-1', 'named')
    bench.service.answers.push(409)
    const refused = await undoNow(id)
    expect(bench.service.arrivals.at(-1)?.path).toBe('/bookings/D-1')
    expect(refused).toMatchObject({ status: 'failed', says: expect.stringContaining(alias) })
    const row = await bench.db.prisma.effectUndo.findUniqueOrThrow({ where: { effectId: id } })
    expect(JSON.stringify([refused, row.response])).not.toContain('D-1')
  })

  it('is not undone where nobody can tell the value any more', async () => {
    const { id } = await knownBy('D-9')
    const from = bench.service.arrivals.length
    expect((await failureOf(undoNow(id))).message).toContain('no longer be told from its pseudonym')
    expect(bench.service.arrivals).toHaveLength(from)
  })
})
