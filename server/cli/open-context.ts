import pg from 'pg'
import { system } from '@/domain/actor'
import { ROLES } from '@/domain/policy/permission'
import { openDb } from '@/server/db/client'
import { findEmbeddedPostgres } from '@/server/db/embedded/open'
import { loginConnections } from '@/server/db/logins'
import { asRole, inDatabase } from '@/server/db/url'
import type { Context } from '@/server/services/context'

/**
 * A context for whoever holds the database's credentials on this machine: all roles, on the record as the command line.
 * @param slug the workspace; the oldest when absent
 * @throws Error when no database is to be found, or no such workspace
 */
export async function openContext(
  stateDir: string,
  slug?: string,
): Promise<{ ctx: Context; close: () => Promise<void> }> {
  const db = openDb(databaseUrl(stateDir), 4)
  try {
    const workspace = await db.prisma.workspace.findFirst({
      where: slug === undefined ? {} : { slug },
      orderBy: { createdAt: 'asc' },
      select: { id: true, slug: true, name: true, timeZone: true },
    })
    if (!workspace) {
      throw new Error(
        slug === undefined
          ? 'There is no workspace yet: run `npm start` once.'
          : `There is no workspace ${slug}.`,
      )
    }
    return { ctx: { db, actor: system('cli'), workspace, roles: ROLES }, close: () => db.close() }
  } catch (error) {
    await db.close()
    throw error
  }
}

/** As the role that numbers and signs, for what it alone may read. @throws Error as `openContext` does */
export function sequencerPool(stateDir: string): pg.Pool {
  const given = process.env['SEQUENCER_DATABASE_URL'] ?? process.env['DATABASE_URL']
  if (given) return new pg.Pool({ connectionString: asRole(given, 'baton_sequencer'), max: 1 })
  const server = findEmbeddedPostgres(stateDir)
  if (!server) throw new Error('No database: start Baton with `npm start`, or set DATABASE_URL.')
  const { sequencer } = loginConnections(inDatabase(server.adminUrl, 'baton'), server.secrets)
  return new pg.Pool({ connectionString: sequencer, max: 1 })
}

function databaseUrl(stateDir: string): string {
  const given = process.env['DATABASE_URL']
  if (given) {
    if (!URL.canParse(given))
      throw new Error('DATABASE_URL is not an address, as in postgresql://user@host/baton.')
    return asRole(given, 'baton_app')
  }
  const server = findEmbeddedPostgres(stateDir)
  if (!server) throw new Error('No database: start Baton with `npm start`, or set DATABASE_URL.')
  return loginConnections(inDatabase(server.adminUrl, 'baton'), server.secrets).app
}
