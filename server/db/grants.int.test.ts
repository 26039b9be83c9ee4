import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from './testing/test-database'

/** SQLSTATEs of PostgreSQL */
const denied = { code: '42501' }
const refused = { code: '23001' }
const check = { code: '23514' }

let database: TestDatabase
let admin: pg.Client
let app: pg.Client
let sequencer: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  const connect = async (connectionString: string) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    return client
  }
  admin = await connect(database.adminUrl)
  app = await connect(database.appUrl)
  sequencer = await connect(database.sequencerUrl)
  await app.query(`INSERT INTO workspace (id, slug, name) VALUES ('ws_a', 'a', 'A')`)
})

afterAll(async () => {
  for (const client of [admin, app, sequencer]) await client.end()
  await database.drop()
})

const entry = (id: string) =>
  app.query(
    `INSERT INTO record_entry (workspace_id, entry_id, kind, body) VALUES ('ws_a', $1, 'run.started', '{}')`,
    [id],
  )

describe('the record', () => {
  it('takes entries from the application and numbers from the sequencer', async () => {
    await entry('first')
    await sequencer.query(`UPDATE record_entry SET seq = 0 WHERE entry_id = 'first'`)
    const { rows } = await app.query(`SELECT seq FROM record_entry WHERE entry_id = 'first'`)
    expect(rows).toEqual([{ seq: '0' }])
  })

  it.each([
    `UPDATE record_entry SET seq = 7`,
    `UPDATE record_entry SET body = '{"a":1}'`,
    `DELETE FROM record_entry`,
    `TRUNCATE record_entry`,
    `UPDATE record_private SET value = '1'`,
    `DELETE FROM record_private`,
    `INSERT INTO record_checkpoint (workspace_id, size, root, note) VALUES ('ws_a', 1, '', '')`,
    `INSERT INTO record_key (workspace_id, verifier, key_sealed) VALUES ('ws_a', '', '')`,
    `SELECT key_sealed FROM record_key`,
    `SELECT * FROM record_key`,
    `SELECT * FROM _prisma_migrations`,
    `ALTER TABLE record_entry DISABLE TRIGGER ALL`,
    `SET ROLE baton_sequencer`,
  ])('denies the application: %s', async (sql) => {
    await expect(app.query(sql)).rejects.toMatchObject(denied)
  })

  it.each([
    `UPDATE record_entry SET body = '{}'`,
    `DELETE FROM record_entry`,
    `INSERT INTO record_entry (workspace_id, entry_id, kind, body) VALUES ('ws_a', 'x', 'x', '{}')`,
    `SELECT * FROM user_account`,
    `DELETE FROM record_checkpoint`,
    `SELECT * FROM record_private`,
  ])('denies the sequencer: %s', async (sql) => {
    await expect(sequencer.query(sql)).rejects.toMatchObject(denied)
  })

  it('shows the application who verifies, not who signs', async () => {
    await sequencer.query(
      `INSERT INTO record_key (workspace_id, verifier, key_sealed) VALUES ('ws_a', 'v', 'k')`,
    )
    const { rows } = await app.query(`SELECT workspace_id, verifier FROM record_key`)
    expect(rows).toEqual([{ workspace_id: 'ws_a', verifier: 'v' }])
  })

  it('lets nobody number an entry twice, give one number twice, or rewrite and remove entries', async () => {
    await entry('second')
    for (const sql of [
      `UPDATE record_entry SET seq = 9 WHERE entry_id = 'first'`,
      `UPDATE record_entry SET seq = NULL WHERE entry_id = 'first'`,
      `UPDATE record_entry SET seq = 5, kind = 'other' WHERE entry_id = 'second'`,
      `UPDATE record_entry SET kind = 'other' WHERE entry_id = 'second'`,
      `DELETE FROM record_entry`,
      `TRUNCATE record_entry`,
    ]) {
      await expect(admin.query(sql), sql).rejects.toMatchObject(refused)
    }
    const twice = sequencer.query(`UPDATE record_entry SET seq = 0 WHERE entry_id = 'second'`)
    await expect(twice).rejects.toMatchObject({ code: '23505' })
  })
})

describe('budgets', () => {
  const account = (hard: boolean, cap: number, spent: number, reserved: number) =>
    app.query(
      `INSERT INTO budget_account (id, budget_id, "window", cap_micros, hard, spent_micros, reserved_micros) VALUES ($1, $1, 'w', $2, $3, $4, $5)`,
      [`acc_${Math.random()}`, cap, hard, spent, reserved],
    )

  it('are filled to the cap and not beyond', async () => {
    await account(true, 100, 60, 40)
    await expect(account(true, 100, 60, 41)).rejects.toMatchObject(check)
    await expect(app.query(`UPDATE budget_account SET spent_micros = 61`)).rejects.toMatchObject(check)
  })

  it('go over the cap when soft, never below zero', async () => {
    await account(false, 100, 90, 40)
    await expect(account(false, 100, -1, 0)).rejects.toMatchObject(check)
    await expect(account(false, 100, 0, -1)).rejects.toMatchObject(check)
    await expect(account(false, -1, 0, 0)).rejects.toMatchObject(check)
  })
})

describe('what later migrations add', () => {
  it('is open to the application by default', async () => {
    await admin.query(`CREATE TABLE later (id serial PRIMARY KEY)`)
    await admin.query(`CREATE FUNCTION later_one() RETURNS int LANGUAGE sql AS 'SELECT 1'`)
    await app.query(`INSERT INTO later DEFAULT VALUES`)
    const { rows } = await app.query(`SELECT later_one() AS one`)
    expect(rows).toEqual([{ one: 1 }])
  })
})
