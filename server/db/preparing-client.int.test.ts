import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDb, type Db } from './client'
import { createTestDatabase, type TestDatabase } from './testing/test-database'

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 1)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const prepared = async () =>
  (await db.pool.query<{ statement: string }>('select statement from pg_prepared_statements')).rows.map(
    ({ statement }) => statement,
  )

it('prepares a text with values when it comes again, and nothing else', async () => {
  const once = 'select $1::int + 1 n'
  const often = 'select $1::int + 2 n'
  await db.pool.query(once, [1])
  for (const n of [1, 2, 3])
    expect((await db.pool.query<{ n: number }>(often, [n])).rows).toEqual([{ n: n + 2 }])
  for (let i = 0; i < 2; i++) await db.pool.query('select 3')
  await db.prisma.$queryRaw`select ${4}::int`
  expect(await prepared()).toEqual([often])
})

it('leaves what fails to its caller, and a table that gains a column in between readable', async () => {
  const read = () => db.pool.query('select * from pg_temp.shifty where $1', [true])
  await db.pool.query('create temp table shifty(a int)')
  for (let i = 0; i < 3; i++) expect((await read()).fields).toHaveLength(1)
  await db.pool.query('alter table shifty add b int')
  expect((await read()).fields).toHaveLength(2)
  const number = (text: string) => db.pool.query('select $1::int n', [text])
  for (let i = 0; i < 2; i++) await expect(number('x')).rejects.toThrow('invalid input syntax')
  expect((await number('5')).rows).toEqual([{ n: 5 }])
})
