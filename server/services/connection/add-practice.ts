import { randomBytes } from 'node:crypto'
import { systemPath, type SystemFile } from '@/domain/template/systems'
import type { SecretBox } from '@/server/auth/secret-box'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'

/** Stands until the practice services announce where they listen; nothing answers there. */
export const NOT_YET = 'http://127.0.0.1:9'

/** What a practice system is called by, and over which connection. */
export type PracticeConnection = Pick<SystemFile, 'slug' | 'name' | 'owner' | 'clearance' | 'code'>

/**
 * Connections to practice systems where the workspace has none of that name, each with a key of its own. One that is
 * there, for practice or for good, stays as it is.
 * @returns what the record says of each that was added
 */
export async function addPracticeConnections(
  tx: Tx,
  workspaceId: string,
  box: () => SecretBox,
  systems: readonly PracticeConnection[],
) {
  const slugs = systems.map(({ slug }) => slug)
  const there = await tx.connection.findMany({ where: { workspaceId, slug: { in: slugs } } })
  const missing = systems.filter(({ slug }) => !there.some((row) => row.slug === slug))
  const base = missing.length > 0 ? await practiceAddress(tx) : NOT_YET
  const rows = missing.map((system) => ({
    id: newId('con'),
    workspaceId,
    slug: system.slug,
    name: system.name,
    baseUrl: base + systemPath(system),
    auth: { header: 'authorization', prefix: 'Bearer ' },
    secretSealed: box().seal(randomBytes(24).toString('base64url')),
    owner: system.owner,
    clearance: system.clearance,
    privateReach: [new URL(base).host],
    practice: true,
  }))
  await tx.connection.createMany({ data: rows })
  return rows.map(({ id, slug, clearance, privateReach }) => ({
    kind: 'connection.added',
    subject: slug,
    data: { connection: id, clearance, private_reach: privateReach, practice: true },
  }))
}

/** Where this installation's practice services listen: the sandbox model is one of them, and its address announced. */
async function practiceAddress(tx: Tx): Promise<string> {
  const sandbox = await tx.provider.findFirst({ where: { kind: 'sandbox' }, select: { baseUrl: true } })
  return sandbox?.baseUrl.replace(/\/v1$/, '') ?? NOT_YET
}
