import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { Ledger, type LedgerEntry } from './ledger'

let database: TestDatabase
let pool: pg.Pool
let admin: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 })
  admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await Promise.all([pool.end(), admin.end()])
  await database.drop()
})

const entry: LedgerEntry = {
  ...{ workspaceId: 'ws_1', connectionId: 'con_1', operation: 'find' },
  ...{ caller: { by: 'system' }, outcome: 'done', status: 200, ms: 1 },
}
const written = async () =>
  (await pool.query<{ n: number }>('select count(*)::int as n from connection_call')).rows[0]?.n

it('is settled once everything can be read, also what was being written already', async () => {
  const ledger = new Ledger(pool)
  await admin.query('begin')
  await admin.query('lock table connection_call in share row exclusive mode')
  ledger.enter(entry)
  // By its own time it writes now, and waits for the table.
  await sleep(400)
  const settled = ledger.write().then(written)
  expect(await Promise.race([settled, sleep(200, 'not yet')])).toBe('not yet')
  await admin.query('commit')
  expect(await settled).toBe(1)
})
