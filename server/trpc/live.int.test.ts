import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { openSession } from '@/server/auth/sessions'
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

const actor = { kind: 'person', id: 'usr_a', name: 'Ada' } as const
const workspace = { id: 'ws_1', slug: 'one', name: 'One', timeZone: 'UTC' }

/** A stream that somebody listens to, of their browser's session. */
function listening(session?: string) {
  const scope = { db, actor, workspace, roles: ['operator' as const], ...(session && { session }) }
  const stream = changes(scope, undefined, undefined, 50)
  const heard = async () => {
    while (!(await stream.next()).done);
  }
  const ended = heard()
  return (ms: number) =>
    Promise.race([ended.then(() => 'over'), new Promise((resolve) => setTimeout(resolve, ms, 'goes on'))])
}

it('ends for a browser whose session is ended, by its person or here by an admin', async () => {
  const sessionOf = () => openSession(db, { userId: actor.id, method: 'password', address: '', agent: '' })
  for (const data of [{ endedAt: new Date() }, { endedIn: { push: workspace.id } }]) {
    const [ending, other] = [await sessionOf(), await sessionOf()]
    const [within, beside] = [listening(ending), listening(other)]
    expect(await within(400)).toBe('goes on')
    await db.prisma.userSession.update({ where: { id: ending }, data })
    expect(await within(3000)).toBe('over')
    expect(await beside(200)).toBe('goes on')
    await db.prisma.userSession.update({ where: { id: other }, data })
  }
})

it('ends for somebody who is kept out of the workspace meanwhile, and not before', async () => {
  const within = listening()
  expect(await within(400)).toBe('goes on')
  await db.prisma.membership.updateMany({ data: { disabledAt: new Date() } })
  expect(await within(3000)).toBe('over')
})
