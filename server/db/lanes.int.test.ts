import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTransient } from '@/server/engine/store'
import { Lanes } from './lanes'
import { createTestDatabase, type TestDatabase } from './testing/test-database'

let database: TestDatabase
let lanes: Lanes

beforeAll(async () => {
  database = await createTestDatabase()
  lanes = new Lanes(database.adminUrl, 2)
})

afterAll(async () => {
  await lanes.close()
  await database.drop()
})

const double = (n: number) =>
  lanes.query<{ n: number }>({ name: 'double', text: 'select $1::int * 2 n', values: [n] })

describe('lanes', () => {
  it('answer every caller with its own, on no more connections than they have', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => double(i)))
    expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(Array.from({ length: 200 }, (_, i) => i * 2))
    const pids = await Promise.all(
      Array.from({ length: 40 }, () => lanes.query<{ pid: number }>({ text: 'select pg_backend_pid() pid' })),
    )
    expect(new Set(pids.map(({ rows }) => rows[0]?.pid)).size).toBe(2)
  })

  it('let one statement fail without the others, each in a transaction of its own', async () => {
    await lanes.query({ text: 'create table kept(n int primary key)' })
    const insert = (n: number) =>
      lanes.query({ name: 'keep', text: 'insert into kept values ($1)', values: [n] })
    const outcomes = await Promise.allSettled([1, 2, 2, 3, 1, 4].map(insert))
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(2)
    const { rows } = await lanes.query<{ n: number }>({ text: 'select n from kept order by n' })
    expect(rows.map(({ n }) => n)).toEqual([1, 2, 3, 4])
  })

  it('carry out what goes behind a statement after it, also where it failed', async () => {
    const heard: string[] = []
    const listener = new pg.Client({ connectionString: database.adminUrl })
    await listener.connect()
    await listener.query('listen behind')
    listener.on('notification', ({ payload = '' }) => heard.push(payload))
    const tell = (payload: string) => ({ text: "select pg_notify('behind', $1)", values: [payload] })
    expect((await lanes.queryBefore(tell('first'), { text: 'select 1 n' })).rows).toEqual([{ n: 1 }])
    await expect(lanes.queryBefore(tell('second'), { text: 'select 1/0' })).rejects.toThrow(
      'division by zero',
    )
    await lanes.queryBefore({ text: 'select 1/0' }, { text: 'select 1' })
    await expect.poll(() => heard).toEqual(['first', 'second'])
    expect((await double(21)).rows).toEqual([{ n: 42 }])
    await listener.end()
  })

  it('say so to all who wait when a connection breaks, and go on with another', async () => {
    const slow = Array.from({ length: 6 }, () => lanes.query({ text: 'select pg_sleep(5)' }))
    const settled = Promise.allSettled(slow)
    const killer = new Lanes(database.adminUrl, 1)
    await expect
      .poll(async () => {
        const { rows } = await killer.query<{ n: number }>({
          text: `select count(pg_terminate_backend(pid))::int n from pg_stat_activity
            where datname = current_database() and query = 'select pg_sleep(5)'`,
        })
        return rows[0]?.n
      })
      .toBe(2)
    await killer.close()
    for (const outcome of await settled) {
      expect(outcome.status).toBe('rejected')
      if (outcome.status === 'rejected') expect(isTransient(outcome.reason)).toBe(true)
    }
    expect((await double(21)).rows).toEqual([{ n: 42 }])
  })

  it('say that a server is not there, and that they are closed', async () => {
    const nowhere = new Lanes('postgresql://nobody:secret@127.0.0.1:1/nowhere', 1)
    for (let i = 0; i < 2; i++) {
      const asked = nowhere.query({ text: 'select 1' })
      await expect(asked).rejects.toSatisfy(isTransient)
    }
    await nowhere.close()
    await expect(nowhere.query({ text: 'select 1' })).rejects.toThrow('closed')
  })
})
