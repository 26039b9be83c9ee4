import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { system } from '@/domain/actor'
import { ROLES } from '@/domain/policy/permission'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import type { Context } from '../context'
import { parseBody } from '../record/shape'
import { putConnection, putConnectionInput } from './put'

let database: TestDatabase
let db: Db
let ctx: Context
beforeAll(async () => {
  database = await createTestDatabase()
  vi.stubEnv('BATON_SECRET_KEY', randomBytes(32).toString('base64'))
  vi.stubEnv('DATABASE_URL', database.appUrl)
  db = openDb(database.appUrl, 3)
  const workspace = { id: 'ws_guarded', slug: 'guarded', name: 'Guarded', timeZone: 'UTC' }
  await db.prisma.workspace.create({ data: workspace })
  ctx = { db, workspace, actor: system('cli'), roles: ROLES }
})
afterAll(async () => {
  await db.close()
  await database.drop()
  vi.unstubAllEnvs()
})

let made = 0
const put = (part: object) =>
  putConnection(
    ctx,
    putConnectionInput.parse({ slug: `con-${++made}`, name: 'One', owner: 'Ada Example', ...part }),
  )
const refused = (part: object) =>
  put(part).then(
    () => [],
    (error: { problems?: { pointer: string }[] }) => error.problems?.map(({ pointer }) => pointer),
  )
const goesBy = async () => {
  const { body } = await db.prisma.recordEntry.findFirstOrThrow({
    where: { kind: 'connection.changed' },
    orderBy: { id: 'desc' },
  })
  return parseBody(Buffer.from(body))?.data['secret_goes_by']
}

const mail = { kind: 'smtp', baseUrl: 'smtp://mail.example:587', settings: { from: 'a@example.org' } }
const store = { kind: 'postgres', baseUrl: 'postgresql://db.example/x', settings: { username: 'app' } }
const crm = { kind: 'http', baseUrl: 'https://crm.example' }

it.each([
  [mail, { settings: { ...mail.settings, tls: 'none' } }, { tls: 'none' }],
  [store, { settings: { ...store.settings, tls: 'none' } }, { tls: 'none' }],
  [crm, { auth: { header: 'x-note' } }, { header: 'x-note' }],
  [crm, { auth: { prefix: 'Token ' } }, { prefix: 'Token ' }],
])(
  'a stored secret of %j does not go out otherwise than it was entered for: %j',
  async (before, after, named) => {
    const { id } = await put({ ...before, secret: 'a-secret' })
    expect(await refused({ ...before, ...after, id })).toEqual(['/secret'])
    await put({ ...before, ...after, id, secret: 'a-secret' })
    expect(await goesBy()).toEqual(named)
    expect(await refused({ ...before, ...after, id, name: 'Renamed' })).toEqual([])
    expect(await goesBy()).toBeUndefined()
  },
)

it('is kept where it is guarded better than before', async () => {
  const { id } = await put({ ...mail, settings: { ...mail.settings, tls: 'none' }, secret: 'a-secret' })
  expect(await refused({ ...mail, id })).toEqual([])
})
