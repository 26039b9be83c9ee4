import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { createConnectors, type Connectors } from './connectors'

let database: TestDatabase
let db: Db
let elsewhere: Db
let service: Server
let id: string
let here: Connectors
let other: Connectors
const workspaceId = 'ws_breaker'
/** What the service does with the next requests, and when they came and ended. */
let mood: { status: number; delayMs?: number } | 'reset' | 'hang' = { status: 200 }
const seen: { at: number; endedAt: number }[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 5)
  elsewhere = openDb(database.appUrl, 5)
  service = createServer((request, response) => {
    const mine = { at: performance.now(), endedAt: Infinity }
    seen.push(mine)
    response.on('close', () => (mine.endedAt = performance.now()))
    if (mood === 'reset') return void request.socket.resetAndDestroy()
    if (mood === 'hang') return
    const { status, delayMs = 0 } = mood
    setTimeout(() => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'), delayMs)
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  service.closeAllConnections()
  service.close()
  await Promise.all([db.close(), elsewhere.close()])
  await database.drop()
})
beforeEach(async () => {
  await db.prisma.connection.deleteMany()
  await db.prisma.serviceGuard.deleteMany()
  id = newId('con')
  const baseUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  await db.prisma.connection.create({
    data: { id, workspaceId, slug: 'crm', name: 'CRM', baseUrl, owner: 'Ada', privateReach: ['127.0.0.1'] },
  })
  here = createConnectors({ db })
  other = createConnectors({ db: elsewhere })
  seen.length = 0
  mood = { status: 200 }
})

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const call = (from: Connectors, timeoutMs = 2000) =>
  from.call(workspaceId, 'crm', { method: 'GET', path: '/', timeoutMs, signal: new AbortController().signal })
const guard = () => db.prisma.serviceGuard.findUnique({ where: { id } })
const later = () =>
  db.pool.query(
    "update service_guard set breaker_since = clock_timestamp() - interval '16 seconds' where id = $1",
    [id],
  )
async function fail(times: number): Promise<void> {
  for (let i = 0; i < times; i++) await call(here, 100).catch(() => undefined)
}

describe('the circuit breaker of a connection', () => {
  it.each([
    ['answers of 500', { status: 500 }, 'status 500'],
    ['a network that resets', 'reset', 'network'],
    ['silence', 'hang', 'timeout'],
  ] as const)('opens after %s, for all workers within two seconds', async (_, given, code) => {
    await call(other)
    mood = given
    await fail(5)
    expect(await guard()).toMatchObject({ breaker: 'open', kind: 'connection', lastError: code })
    mood = { status: 200 }
    seen.length = 0
    await expect(call(here)).rejects.toMatchObject({ code: 'circuit_open', sent: false })
    await sleep(2100)
    await expect(call(other)).rejects.toMatchObject({
      code: 'circuit_open',
      message: expect.stringContaining('an admin resets it') as string,
    })
    expect(seen).toEqual([])
  })

  it.each([400, 401, 404, 429])('does not count answers of %i', async (status) => {
    mood = { status }
    await fail(8)
    expect(seen).toHaveLength(8)
    expect(await guard()).toBeNull()
  })

  it('half-open lets exactly one through, and closes when it is answered', async () => {
    mood = { status: 503 }
    await fail(5)
    await later()
    mood = { status: 200, delayMs: 400 }
    seen.length = 0
    const ends = await Promise.allSettled([here, other, here, other, other].map((from) => call(from)))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(seen).toHaveLength(1)
    expect(await guard()).toMatchObject({ breaker: 'closed' })
    mood = { status: 200 }
    await vi.waitFor(() => call(other), { timeout: 3000 })
  })

  it('opens again when the probe fails', async () => {
    mood = { status: 503 }
    await fail(5)
    await later()
    await fail(1)
    expect(await guard()).toMatchObject({ breaker: 'open', probe: null })
    expect(seen).toHaveLength(6)
  })

  it('goes by the rate, and costs a healthy connection no statement', async () => {
    const query = vi.spyOn(db.pool, 'query')
    await call(here)
    query.mockClear()
    await Promise.all(Array.from({ length: 10 }, () => call(here)))
    expect(query).not.toHaveBeenCalled()
    query.mockRestore()
    mood = { status: 500 }
    await fail(5)
    expect(await guard()).toMatchObject({ breaker: 'closed' })
    await fail(6)
    expect(await guard()).toMatchObject({ breaker: 'open' })
  })
})
