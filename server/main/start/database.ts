import pg from 'pg'
import { type EmbeddedPostgres, findEmbeddedPostgres, openEmbeddedPostgres } from '@/server/db/embedded/open'
import { actAsRoles, type Connections, ensureLogins, loginConnections } from '@/server/db/logins'
import { migrateDatabase } from '@/server/db/migrate'
import { inDatabase } from '@/server/db/url'
import type { StartOptions, Step } from './start-options'

export interface Database {
  connections: Connections
  stop: () => Promise<void>
}

const nothing = async () => undefined

/** The database to use, running and migrated: the one named by DATABASE_URL, else our own. */
export async function openDatabase(
  { stateDir, only }: StartOptions,
  step: Step,
  env: NodeJS.ProcessEnv,
  onStarted: (stop: () => Promise<void>) => void,
): Promise<Database> {
  const given = env['DATABASE_URL']
  if (given) return { connections: await theirs(given, step, env), stop: nothing }
  if (only) return { connections: await shared(stateDir), stop: nothing }

  const server = await step('Starting PostgreSQL', () => openEmbeddedPostgres(stateDir))
  const watch = keepRunning(server)
  const stop = async () => {
    clearInterval(watch)
    await server.stop()
  }
  onStarted(stop)
  if (server.how === 'created' && server.elsewhere) {
    console.log(
      `  (${stateDir} is closed to PostgreSQL's own account, so its data lies in ${server.elsewhere})`,
    )
  }
  const adminUrl = inDatabase(server.adminUrl, 'baton')
  await migrate(adminUrl, step)
  return { connections: await ensureLogins(adminUrl, server.secrets), stop }
}

/** The processes wait for a database that is away and go on; it must only come back. */
function keepRunning(server: EmbeddedPostgres): NodeJS.Timeout {
  let busy = false
  const look = async () => {
    if (busy || server.isRunning()) return
    busy = true
    console.log('  PostgreSQL ended; starting it again.')
    // Fails while its orphans still hold the shared memory; the next look tries again.
    await server.restart().catch((error: unknown) => console.log(`  ${String(error)}`))
    busy = false
  }
  return setInterval(() => void look(), 2000)
}

async function migrate(adminUrl: string, step: Step): Promise<void> {
  const { changed } = await step('Migrating the database', () => migrateDatabase(adminUrl))
  for (const name of changed) {
    console.log(
      `  (the migration ${name} has changed since this database had it; delete .baton to start anew)`,
    )
  }
}

async function theirs(given: string, step: Step, env: NodeJS.ProcessEnv): Promise<Connections> {
  const adminUrl = env['MIGRATION_DATABASE_URL'] || given
  await mustBeReachable(adminUrl)
  await migrate(adminUrl, step)
  return actAsRoles(adminUrl, { app: given, sequencer: env['SEQUENCER_DATABASE_URL'] || undefined })
}

/** The server that another process on this machine has started. */
async function shared(stateDir: string): Promise<Connections> {
  const server = findEmbeddedPostgres(stateDir)
  if (!server) {
    throw new Error(
      'No database: set DATABASE_URL, or keep `npm start` or `npm run dev` running beside this one.',
    )
  }
  return loginConnections(inDatabase(server.adminUrl, 'baton'), server.secrets)
}

async function mustBeReachable(url: string): Promise<void> {
  const { host } = parse(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // No such database: it is about to be created.
    if (code === '3D000') return
    const reason = error instanceof Error && error.message ? error.message : String(code)
    throw new Error(`The database at ${host} cannot be reached (${reason}); check DATABASE_URL.`, {
      cause: error,
    })
  } finally {
    await client.end().catch(() => undefined)
  }
}

function parse(url: string): URL {
  try {
    return new URL(url)
  } catch (error) {
    throw new Error('DATABASE_URL is not a connection URL like postgresql://user:password@host:5432/baton.', {
      cause: error,
    })
  }
}
