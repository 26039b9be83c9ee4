import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { inOneWorkspace } from '@/server/auth/testing/people'
import { changes } from './live'

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 5)
  await inOneWorkspace(db, [{ id: 'usr_a', email: 'ada@example.org' }])
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

it('ends for somebody who is kept out of the workspace meanwhile, and not before', async () => {
  const actor = { kind: 'person', id: 'usr_a', name: 'Ada' } as const
  const workspace = { id: 'ws_1', slug: 'one', name: 'One', timeZone: 'UTC' }
  const stream = changes({ db, actor, workspace, roles: ['operator'] }, undefined, undefined, 50)
  const heard = async () => {
    while (!(await stream.next()).done);
  }
  const ended = heard()
  const within = (ms: number) =>
    Promise.race([ended.then(() => 'over'), new Promise((resolve) => setTimeout(resolve, ms, 'goes on'))])
  expect(await within(400)).toBe('goes on')
  await db.prisma.membership.updateMany({ data: { disabledAt: new Date() } })
  expect(await within(3000)).toBe('over')
})
