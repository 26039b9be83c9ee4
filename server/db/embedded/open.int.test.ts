import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateDatabase } from '../migrate'
import { inDatabase } from '../url'
import { type EmbeddedPostgres, findEmbeddedPostgres, openEmbeddedPostgres } from './open'
import { runningPostmaster } from './postmaster'

let parent: string
let stateDir: string
let server: EmbeddedPostgres

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'baton-embedded-'))
  stateDir = join(parent, '.baton')
  server = await openEmbeddedPostgres(stateDir)
})

afterAll(async () => {
  await server.stop()
  rmSync(server.elsewhere ?? parent, { recursive: true, force: true })
  rmSync(parent, { recursive: true, force: true })
})

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('the embedded PostgreSQL', () => {
  it('is created with secrets nobody else reads, and lets nobody in without one', async () => {
    expect(server.how).toBe('created')
    expect(statSync(join(stateDir, 'secrets.json')).mode & 0o777).toBe(0o600)
    const guess = server.adminUrl.replace(server.secrets.postgres, 'postgres')
    await expect(ask(guess, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('is joined while it runs, also by who starts nothing', async () => {
    const again = await openEmbeddedPostgres(stateDir)
    expect(again).toMatchObject({ how: 'adopted', port: server.port })
    expect(findEmbeddedPostgres(stateDir)?.adminUrl).toBe(server.adminUrl)
  })

  it('keeps what was committed through a kill -9, on the same port', async () => {
    await ask(server.adminUrl, 'CREATE TABLE kept AS SELECT 42 AS answer')
    const killed = runningPostmaster(server.dataDir)
    process.kill(killed?.pid ?? 0, 'SIGKILL')
    while (server.isRunning()) await new Promise((resolve) => setTimeout(resolve, 20))
    server = await openEmbeddedPostgres(stateDir)
    expect(server.how).toBe('started')
    expect(server.port).toBe(killed?.port)
    expect(await ask(server.adminUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })
})

describe('migrating', () => {
  it('makes several databases of one cluster at the same time, roles included', async () => {
    const urls = ['one', 'two', 'three'].map((name) => inDatabase(server.adminUrl, name))
    for (const done of await Promise.all(urls.map(migrateDatabase))) {
      expect(done).toMatchObject({ createdDatabase: true, changed: [] })
      expect(done.migrations).toBeGreaterThan(1)
    }
  })

  it('has nothing to do the second time', async () => {
    expect(await migrateDatabase(inDatabase(server.adminUrl, 'one'))).toEqual({
      createdDatabase: false,
      migrations: 0,
      changed: [],
    })
  })

  it('notices a migration that is no longer what was applied', async () => {
    const url = inDatabase(server.adminUrl, 'two')
    await ask(url, `UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name LIKE '%_init'`)
    const { changed } = await migrateDatabase(url)
    expect(changed).toEqual([expect.stringMatching(/_init$/)])
  })
})
