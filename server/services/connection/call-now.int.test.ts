import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { operationSchema } from '@/domain/connection/operation'
import type { Classification } from '@/domain/policy/classification'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import { startCountingService } from '@/server/engine/testing/counting-service'
import type { Context } from '../context'
import { useDesk } from '../testing/desk'
import { callNow } from './call-now'
import { connectionLedger } from './ledger'
import { putConnection } from './put'
import { putOperations } from './put-operations'

const desk = useDesk()
let service: Awaited<ReturnType<typeof startCountingService>>
beforeAll(async () => {
  vi.stubEnv('BATON_SECRET_KEY', randomBytes(32).toString('base64'))
  service = await startCountingService(() =>
    JSON.stringify({ id: 'D-1', salary: 91_000, desk: 'north', unsaid: 'canary-5512' }),
  )
})
afterAll(async () => {
  await service.close()
  vi.unstubAllEnvs()
})

const classified = (type: string, classification: Classification) => ({
  type,
  'x-classification': classification,
})
const find = operationSchema.parse({
  ...{ name: 'find', title: 'Find', effect: 'read' },
  input: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  output: {
    type: 'object',
    properties: {
      id: classified('string', 'public'),
      salary: classified('number', 'restricted'),
      desk: { type: 'string' },
    },
  },
  request: { kind: 'http', method: 'GET', path: '/deals/{id}' },
})

/** An admin who is cleared for so much, in a workspace with a connection that may receive so much. */
async function admin(
  cleared: { clearance: string; categories: readonly string[] },
  receives: Classification = 'internal',
): Promise<{ ctx: Context; id: string }> {
  await desk.enter()
  const ctx = desk.as('usr_caller', ['admin'])
  const { clearance, categories } = cleared
  const membership = {
    ...{ workspaceId: desk.workspaceId(), roles: ['admin'] },
    ...{ clearance, categories: [...categories] },
  }
  await desk.db().prisma.user.upsert({
    where: { id: 'usr_caller' },
    create: {
      ...{ id: 'usr_caller', name: 'Cal', email: 'cal@example.test' },
      memberships: { create: membership },
    },
    update: { memberships: { create: membership } },
  })
  const { id } = await putConnection(ctx, {
    ...{ slug: 'deals', name: 'Deals', kind: 'http', baseUrl: service.baseUrl, settings: {} },
    ...{ owner: 'Cal', team: 'Desk', auth: { header: 'authorization', prefix: 'Bearer ' } },
    ...{ clearance: receives, privateReach: ['127.0.0.1'], environment: null, requestsPerMinute: null },
  })
  await putOperations(ctx, { id, operations: [find] })
  return { ctx, id }
}
const asking = {
  ...{ call: 'operation' as const, operation: 'find', arguments: { id: 'D-1' } },
  ...{ confirmed: false, nextSecret: false },
}

describe('what a call by hand shows', () => {
  it('is the answer as far as who called is cleared for it, by its contract', async () => {
    const { ctx, id } = await admin({ clearance: 'internal', categories: [] })
    const { ok, answer, hidden } = await callNow(ctx, { id, ...asking })
    expect([ok, JSON.parse(answer)]).toEqual([true, { id: 'D-1', desk: 'north' }])
    expect(hidden.map(({ path }) => path)).toContain('answer.salary')
  })

  it('counts a field that nobody classified as what the connection may receive', async () => {
    const { ctx, id } = await admin({ clearance: 'internal', categories: [] }, 'confidential')
    expect(JSON.parse((await callNow(ctx, { id, ...asking })).answer)).toEqual({ id: 'D-1' })
  })

  it('is nothing of an answer without a contract, unless they are cleared for everything', async () => {
    const { ctx, id } = await admin({ clearance: 'confidential', categories: ['pii'] })
    const read = { id, call: 'path', path: '/deals/D-1' } as const
    expect(await callNow(ctx, read)).toMatchObject({
      ...{ ok: true, status: 200, answer: '' },
      hidden: [{ path: 'answer', visibility: 'absent' }],
    })
    service.answers.push({ status: 404, body: JSON.stringify({ error: 'no canary-5512' }) })
    expect(await callNow(ctx, { id, ...asking })).toMatchObject({ ok: false, status: 404, answer: '' })
    const whole = await admin(WHOLE_CLEARANCE)
    const all = await callNow(whole.ctx, { ...read, id: whole.id })
    expect([all.answer.includes('canary-5512'), all.hidden]).toEqual([true, []])
  })
})

it('a path that is read by hand is on the record before it goes out, with what came of it', async () => {
  const { ctx, id } = await admin({ clearance: 'internal', categories: [] })
  await callNow(ctx, { id, call: 'path', path: '/people/ada' })
  const asked = await desk.lastEntry('connection.call_asked')
  expect(asked).toMatchObject({
    ...{ subject: 'deals', actor: { id: 'usr_caller' } },
    data: { connection: id, operation: 'GET', effect: 'read', new_secret: false },
  })
  // What was asked for may name somebody.
  expect(JSON.stringify(asked)).not.toContain('ada')
  expect(await desk.lastEntry('connection.called')).toMatchObject({ data: { operation: 'GET', status: 200 } })
  expect((await connectionLedger(ctx, { id })).rows).toMatchObject([{ operation: 'GET', outcome: 'done' }])
  // As is one that nothing answers.
  service.answers.push('drop')
  expect(await callNow(ctx, { id, call: 'path', path: '/' })).toMatchObject({ ok: false, status: 0 })
  expect(await desk.lastEntry('connection.called')).toMatchObject({ data: { code: 'network' } })
})
