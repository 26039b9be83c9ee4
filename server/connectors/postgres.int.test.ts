import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { operationSchema } from '@/domain/connection/operation'
import { newId } from '@/server/db/id'
import { failure, startConnectorBench, type ConnectorBench } from './testing/connector-bench'

let bench: ConnectorBench
beforeAll(async () => {
  bench = await startConnectorBench()
})
afterAll(() => bench.close())

describe('a database', () => {
  const base = (name: string, part: object) =>
    operationSchema.parse({
      name,
      title: name,
      effect: 'read',
      input: { type: 'object', properties: { id: { type: 'string' }, n: { type: 'integer' } } },
      ...part,
    })
  const statement = (name: string, text: string, values: string[], effect: 'read' | 'write' = 'read') =>
    base(name, { effect, request: { kind: 'postgres', statement: text, values } })
  const find = statement('find_order', 'select id, total, note from orders where id = $1', ['id'])
  const all = statement('rows', 'select * from generate_series(1, $1::int) n', ['n'])
  const wide = statement('wide', `select repeat('x', 100000) from generate_series(1, $1::int)`, ['n'])
  const sneaky = statement('sneaky', 'with gone as (delete from orders returning id) select * from gone', [])
  const slow = statement('slow', 'select pg_sleep(30)', [])
  const pay = statement(
    'pay',
    'update orders set note = $2 where id = $1 returning id',
    ['id', 'note'],
    'write',
  )
  const paying = { ...pay, input: { type: 'object', properties: { id: {}, note: {} } } }
  const operations = [find, all, wide, sneaky, slow, paying]
  let slug: string
  let admin: pg.Pool

  beforeAll(async () => {
    const url = new URL(inject('cluster').adminUrl)
    admin = new pg.Pool({ connectionString: url.href, max: 1 })
    const database = `orders_${newId('con').slice(-8)}`.toLowerCase()
    await admin.query(`create database ${database}`)
    url.pathname = `/${database}`
    await admin.end()
    admin = new pg.Pool({ connectionString: url.href, max: 1 })
    await admin.query(`create table orders (id text primary key, total numeric, note text);
      insert into orders values ('O-1', 12.50, 'first'), ('O-2', 99, 'second')`)
    slug = await bench.connection({
      kind: 'postgres',
      baseUrl: `postgresql://${url.hostname}:${url.port}/${database}`,
      settings: { username: url.username, tls: 'none', maxRows: 50, statementSeconds: 1 },
      secret: decodeURIComponent(url.password),
      operations,
    })
  })
  afterAll(() => admin.end())

  it('answers a declared query, with its parameter as a value and never as text', async () => {
    expect((await bench.call(slug, find, { id: 'O-1' })).body).toEqual({
      rows: [{ id: 'O-1', total: '12.50', note: 'first' }],
      row_count: 1,
    })
    expect((await bench.call(slug, find, { id: "O-1' or '1'='1" })).body).toEqual({ rows: [], row_count: 0 })
  })

  it('lets no query write, whatever it looks like', async () => {
    expect(await bench.call(slug, sneaky, {})).toMatchObject({ status: 422, body: { code: '25006' } })
    expect((await admin.query('select count(*)::int n from orders')).rows).toEqual([{ n: 2 }])
  })

  it('writes by a statement that was declared to write, whole or not at all', async () => {
    expect((await bench.call(slug, paying, { id: 'O-2', note: 'paid' })).body).toEqual({
      rows: [{ id: 'O-2' }],
      row_count: 1,
    })
    expect((await admin.query(`select note from orders where id = 'O-2'`)).rows).toEqual([{ note: 'paid' }])
  })

  it('bounds rows, bytes and time', async () => {
    expect((await bench.call(slug, all, { n: 50 })).body).toMatchObject({ row_count: 50 })
    expect(await failure(bench.call(slug, all, { n: 51 }))).toMatchObject({ code: 'too_large', sent: false })
    expect(await failure(bench.call(slug, all, { n: 20_000 }))).toMatchObject({ code: 'too_large' })
    expect(await failure(bench.call(slug, wide, { n: 20 }))).toMatchObject({ code: 'too_large' })
    expect(await failure(bench.call(slug, slow, {}))).toMatchObject({ code: 'timeout', sent: false })
  })

  it('is asked nothing that is not declared, and keeps its errors’ values to itself', async () => {
    const other = statement('other', 'select 1', [])
    expect(await failure(bench.call(slug, other, {}))).toMatchObject({ code: 'operation_off', sent: false })
    const answer = await bench.call(slug, all, { n: 'a secret value' })
    expect([answer.status, JSON.stringify(answer.body).includes('a secret value')]).toEqual([422, false])
  })
})
