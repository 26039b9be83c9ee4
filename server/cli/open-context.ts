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
  const workspace = await db.prisma.workspace.findFirst({
    where: slug ? { slug } : {},
    orderBy: { createdAt: 'asc' },
    select: { id: true, slug: true, name: true, timeZone: true },
  })
  if (!workspace) {
    await db.close()
    throw new Error(
      slug ? `There is no workspace ${slug}.` : 'There is no workspace yet: run `npm start` once.',
    )
  }
  return { ctx: { db, actor: system('cli'), workspace, roles: ROLES }, close: () => db.close() }
}

function databaseUrl(stateDir: string): string {
  const given = process.env['DATABASE_URL']
  if (given) return asRole(given, 'baton_app')
  const server = findEmbeddedPostgres(stateDir)
  if (!server) throw new Error('No database: start Baton with `npm start`, or set DATABASE_URL.')
  return loginConnections(inDatabase(server.adminUrl, 'baton'), server.secrets).app
}
