import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { loginConnections } from '../logins'
import { inDatabase } from '../url'

export interface TestDatabase {
  name: string
  /** The superuser */
  adminUrl: string
  /** What web and worker use */
  appUrl: string
  sequencerUrl: string
  drop(): Promise<void>
}

/** A migrated, empty database of its own for a test file; a clone takes some 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, template, passwords } = inject('cluster')
  const name = `test_${randomBytes(6).toString('hex')}`
  await run(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
  const own = inDatabase(adminUrl, name)
  const { app, sequencer } = loginConnections(own, passwords)
  return {
    name,
    adminUrl: own,
    appUrl: app,
    sequencerUrl: sequencer,
    drop: () => run(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
