import { createHash, randomBytes } from 'node:crypto'
import { BatonError } from '@/domain/problem'
import type { Db } from '@/server/db/client'
import type { Context } from '@/server/services/context'
import { rolesOf } from './caller'

/** `bt_` and 32 random bytes. */
export const newToken = (): string => `bt_${randomBytes(32).toString('base64url')}`
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * Who calls, from `Authorization: Bearer bt_…`.
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
  const actor = { kind: 'token', id: token.id, name: token.name } as const
  return { db, actor, workspace, roles: rolesOf(token.roles) }
}
