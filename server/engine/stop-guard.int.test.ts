import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { log } from '@/server/log'
import { StopGuard } from './stop-guard'

let database: TestDatabase
let db: Db
let owner: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 4)
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await db.close()
  await database.drop()
})
afterEach(() => void vi.restoreAllMocks())

const work = { workspaceId: 'ws', teamId: 'team', runId: 'run', agents: [], breakable: true }
const away = () => Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })

it('says in the log that switches cannot be read, by the tick and when told, and goes on reading', async () => {
  const said = vi.spyOn(log, 'error').mockImplementation(() => undefined)
  const guard = new StopGuard(db)
  const signal = guard.watch(work)
  await owner.query('alter table team rename column stopped_at to stopped_then')
  try {
    await guard.look()
    expect(said).toHaveBeenCalledTimes(1)
    await expect.poll(() => said.mock.calls.length, { timeout: 5000 }).toBeGreaterThan(1)
    expect(said.mock.calls[0]?.[1]).toContain('kill switches')
  } finally {
    await owner.query('alter table team rename column stopped_then to stopped_at')
  }
  await owner.query(
    `insert into run (id, workspace_id, team_id, version_id, title, status, input, started_by)
       values ('run', 'ws', 'team', 'ver', 'T', 'cancelled', '{}', '{}')`,
  )
  await expect.poll(() => signal.aborted, { timeout: 5000 }).toBe(true)
  guard.release(signal)
})

it('says an outage once, as everybody does', async () => {
  const [failed, warned] = [vi.spyOn(log, 'error'), vi.spyOn(log, 'warn').mockImplementation(() => undefined)]
  vi.spyOn(db.lanes, 'query').mockRejectedValue(away() as never)
  const guard = new StopGuard(db)
  const signal = guard.watch(work)
  await guard.look()
  await guard.look()
  guard.release(signal)
  expect(failed).not.toHaveBeenCalled()
  expect(warned).toHaveBeenCalledTimes(1)
})
