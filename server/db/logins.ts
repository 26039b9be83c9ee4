import pg from 'pg'
import { asRole, asUser } from './url'

/** How the processes reach the database, each with no more than it needs. */
export interface Connections {
  app: string
  sequencer: string
}

const logins = {
  app: { user: 'baton_app_login', role: 'baton_app' },
  sequencer: { user: 'baton_sequencer_login', role: 'baton_sequencer' },
} as const

type Passwords = Record<keyof typeof logins, string>

/** The connections of our own logins, in a cluster that is ours. */
export function loginConnections(adminUrl: string, passwords: Passwords): Connections {
  return {
    app: asUser(adminUrl, logins.app.user, passwords.app),
    sequencer: asUser(adminUrl, logins.sequencer.user, passwords.sequencer),
  }
}

/**
 * Makes those logins, once the roles exist.
 * @param adminUrl superuser's connection to the migrated database
 */
export async function ensureLogins(adminUrl: string, passwords: Passwords): Promise<Connections> {
  await withClient(adminUrl, async (client) => {
    for (const who of ['app', 'sequencer'] as const) {
      await ensureLogin(client, logins[who], passwords[who])
    }
  })
  return loginConnections(adminUrl, passwords)
}

/**
 * Connections for a database that is somebody else's: the given logins act as our roles.
 * @param given the application's login, and the sequencer's if there is one
 * @throws Error when a login is not a member of its role and may not be made one
 */
export async function actAsRoles(
  adminUrl: string,
  given: { app: string; sequencer?: string | undefined },
): Promise<Connections> {
  const sequencer = given.sequencer ?? given.app
  await withClient(adminUrl, async (client) => {
    await ensureMember(client, userOf(given.app), 'baton_app')
    await ensureMember(client, userOf(sequencer), 'baton_sequencer')
  })
  return { app: asRole(given.app, 'baton_app'), sequencer: asRole(sequencer, 'baton_sequencer') }
}

async function ensureLogin(client: pg.Client, login: { user: string; role: string }, password: string) {
  const [name, secret] = [pg.escapeIdentifier(login.user), pg.escapeLiteral(password)]
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [login.user])
  await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${name} LOGIN PASSWORD ${secret}`)
  await client.query(`GRANT ${pg.escapeIdentifier(login.role)} TO ${name}`)
}

async function ensureMember(client: pg.Client, user: string | undefined, role: string) {
  // Since PostgreSQL 16 a member may lack the right to act as the role; before, there was no such right.
  const { rows } = await client.query<{ name: string; member: boolean }>(
    `SELECT rolname AS name, pg_has_role(oid, $2,
       CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) AS member
     FROM pg_roles WHERE rolname = coalesce($1, current_user)`,
    [user ?? null, role],
  )
  const login = rows[0]
  if (!login || login.member) return
  const grant = `GRANT ${pg.escapeIdentifier(role)} TO ${pg.escapeIdentifier(login.name)}`
  await client.query(grant).catch((error: unknown) => {
    throw new Error(
      `The login '${login.name}' must be a member of the role '${role}', and could not be made one; have the owner of the database run: ${grant}.`,
      { cause: error },
    )
  })
}

function userOf(url: string): string | undefined {
  return decodeURIComponent(new URL(url).username) || undefined
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
