import { afterAll, beforeAll, expect, it } from 'vitest'
import { DATABASE_AWAY, outage } from '@/server/db/away'
import { openDb, type Db } from '@/server/db/client'
import { readHealth } from '@/server/services/workspace/health'
import type { Context } from '@/server/services/context'
import { handleTrpc } from '@/server/trpc/handle'
import { handleRest } from './handle'

let db: Db
beforeAll(() => {
  process.env['BATON_SECRET_KEY'] ??= Buffer.alloc(32, 1).toString('base64')
  // Nobody listens there.
  db = openDb('postgresql://baton:baton@127.0.0.1:1/baton', 2)
})
afterAll(async () => {
  await db.close()
  outage.answered(Date.now() + 1)
})

const BASE = 'http://localhost:3000'
const member = (): Context => ({
  db,
  roles: ['operator'],
  actor: { kind: 'person', id: 'usr_1', name: 'Ada Example' },
  workspace: { id: 'ws_1', slug: 'test', name: 'Test', timeZone: 'UTC' },
})
const ask = (create: () => Promise<Context>) =>
  handleTrpc(new Request(`${BASE}/api/trpc/agents.list`, { headers: { host: 'localhost:3000' } }), create)

it.each([
  [
    'the session cannot be read',
    async () => ({ ...member(), roles: (await db.prisma.user.count()) ? [] : [] }),
  ],
  ['the procedure cannot', () => Promise.resolve(member())],
] as const)('the console is answered 503 where %s', async (_name, create) => {
  const response = await ask(create)
  expect(response.status).toBe(503)
  const { error } = (await response.json()) as {
    error: { json: { message: string; data: { code: string } } }
  }
  expect(error.json).toMatchObject({ message: DATABASE_AWAY, data: { code: 'SERVICE_UNAVAILABLE' } })
})

it('a caller of the API is answered 503 with when to come back', async () => {
  const request = new Request(`${BASE}/api/v1/teams`, { headers: { authorization: 'Bearer bt_x' } })
  const response = await handleRest(db, request, ['teams'])
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(await response.json()).toMatchObject({
    type: 'urn:baton:problem:unavailable',
    detail: DATABASE_AWAY,
  })
})

it('health says since when', async () => {
  const health = await readHealth(db)
  expect(health).toMatchObject({ status: 'down', database: 'unreachable' })
  expect(Date.now() - Date.parse(health.databaseAwaySince ?? '')).toBeLessThan(60_000)
})
