import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { inDatabase } from './url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What had to be done; a database that is up to date takes a few milliseconds. */
export interface Migrated {
  createdDatabase: boolean
  migrations: number
  /** Applied migrations whose file is no longer what was applied; the database lacks the difference. */
  changed: string[]
}

/**
 * Brings a database to this version of Baton: creates it if absent, deploys Prisma's migrations (which make the
 * roles and their grants). Run it before any process uses the database.
 * @param adminUrl connection of the database's owner, who may create roles
 */
export async function migrateDatabase(adminUrl: string): Promise<Migrated> {
  const createdDatabase = await createIfAbsent(adminUrl)
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { pending, changed } = await compareMigrations(client)
    if (pending.length > 0) await deploy(adminUrl)
    return { createdDatabase, migrations: pending.length, changed }
  } finally {
    await client.end()
  }
}

async function createIfAbsent(adminUrl: string): Promise<boolean> {
  const name = decodeURIComponent(new URL(adminUrl).pathname.slice(1))
  const probe = new pg.Client({ connectionString: adminUrl })
  try {
    await probe.connect()
    return false
  } catch (error) {
    if (code(error) !== '3D000') throw error
  } finally {
    await probe.end().catch(() => undefined)
  }
  const client = new pg.Client({ connectionString: inDatabase(adminUrl, 'postgres') })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
    return true
  } catch (error) {
    // Somebody else has just created it.
    if (code(error) === '42P04' || code(error) === '23505') return false
    throw error
  } finally {
    await client.end()
  }
}

/** Read from Prisma's own table, since starting its command takes a second even when there is nothing to do. */
async function compareMigrations(client: pg.Client): Promise<{ pending: string[]; changed: string[] }> {
  const folder = join(root, 'prisma', 'migrations')
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const applied = await appliedMigrations(client)
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name, 'migration.sql')))
      .digest('hex')
  return {
    pending: names.filter((name) => !applied.has(name)),
    changed: names.filter((name) => applied.has(name) && applied.get(name) !== digest(name)),
  }
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  const { rows: exists } = await client.query<{ yes: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS yes`,
  )
  if (!exists[0]?.yes) return new Map()
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    `SELECT migration_name, checksum FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  )
  return new Map(rows.map((row) => [row.migration_name, row.checksum]))
}

async function deploy(adminUrl: string): Promise<void> {
  await command('node_modules/prisma/build/index.js', ['migrate', 'deploy'], {
    MIGRATION_DATABASE_URL: adminUrl,
    NO_COLOR: '1',
  })
}

/** Passwords go by the environment, since everybody on the machine can read a command line. */
async function command(script: string, args: string[], env: Record<string, string>): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [join(root, script), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
    })
  } catch (error) {
    throw new Error(`The database could not be migrated: ${complaint(error)}`, { cause: error })
  }
}

function code(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** A command's last words, without Prisma's greeting. */
function complaint(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  const lines = said
    .split('\n')
    .filter((line) => line.trim() && !/^(Loaded Prisma|Prisma schema|Datasource)/.test(line))
  return lines.join(' ').trim()
}
