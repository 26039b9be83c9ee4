import { actorSchema, principalOf, type Actor } from '@/domain/actor'
import { permissionsOf, type Role } from '@/domain/policy/permission'
import { BatonError } from '@/domain/problem'
import { presentRoles } from '@/server/auth/present-roles'
import { rolesOf } from '@/server/auth/roles-of'
import { tokenHash } from '@/server/auth/token'
import type { Db } from '@/server/db/client'
import type { Context } from '@/server/services/context'

/**
 * Who calls, from `Authorization: Bearer bt_…`. A token may what it was given and the person behind it still may: nothing
 * once they are disabled. One made without a person, at the command line, keeps its roles.
 * @throws BatonError unauthenticated: no such token, or revoked, or expired
 */
export async function contextFromToken(db: Db, bearer: string): Promise<Context> {
  const now = new Date()
  const token = await db.prisma.apiToken.findUnique({ where: { hash: tokenHash(bearer.trim()) } })
  if (!token || token.revokedAt || (token.expiresAt && token.expiresAt <= now)) {
    throw new BatonError('unauthenticated', 'This token is unknown, revoked or expired.')
  }
  const workspace = await db.prisma.workspace.findUnique({
    where: { id: token.workspaceId },
    select: { id: true, slug: true, name: true, timeZone: true },
  })
  if (!workspace) throw new BatonError('unauthenticated', 'This token is unknown, revoked or expired.')
  // To the minute is enough, and spares a write at each call.
  if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() > 60_000) {
    await db.prisma.apiToken.update({ where: { id: token.id }, data: { lastUsedAt: now } })
  }
  const maker = actorSchema.safeParse(token.createdBy).data
  const behind = maker && ['person', 'token'].includes(maker.kind) ? principalOf(maker) : undefined
  const actor: Actor = { kind: 'token', id: token.id, name: token.name, ...(behind ? { for: behind } : {}) }
  const person = maker?.kind === 'token' ? maker.for : maker?.kind === 'person' ? maker.id : undefined
  const given = rolesOf(token.roles)
  const roles = person === undefined ? given : within(given, await presentRoles(db, workspace.id, person))
  return { db, actor, workspace, roles, ...(token.scoped && { only: permissionsOf(token.permissions) }) }
}

const within = (given: Role[], held: Role[]): Role[] => given.filter((role) => held.includes(role))
