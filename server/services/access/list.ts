import type { Db } from '@/server/db/client'
import { authorize, type Context } from '@/server/services/context'

export interface TakenAccess {
  id: string
  name: string
  userId: string
  permission: string
  reason: string
  startedAt: Date
  endsAt: Date
  /** Given back before its time. */
  endedAt: Date | null
}

const MOST = 100

/** Permissions that admins took without their role, the newest first. */
export async function listTakenAccess(ctx: Context): Promise<TakenAccess[]> {
  const { db, workspace } = await authorize(ctx, 'access.break')
  return namedAccess(
    db,
    await db.prisma.breakGlass.findMany({
      where: { workspaceId: workspace.id },
      orderBy: { startedAt: 'desc' },
      take: MOST,
    }),
  )
}

/** Those that last at this moment. Called by services that have asked. */
export async function lastingAccess(db: Db, workspaceId: string): Promise<TakenAccess[]> {
  const where = { workspaceId, endedAt: null, endsAt: { gt: new Date() } }
  return namedAccess(db, await db.prisma.breakGlass.findMany({ where, orderBy: { endsAt: 'asc' } }))
}

async function namedAccess(
  { prisma }: Db,
  rows: readonly Omit<TakenAccess, 'name'>[],
): Promise<TakenAccess[]> {
  const ids = [...new Set(rows.map(({ userId }) => userId))]
  const users = await prisma.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map(users.map(({ id, name }) => [id, name]))
  return rows.map(({ id, userId, permission, reason, startedAt, endsAt, endedAt }) => ({
    ...{ id, userId, permission, reason, startedAt, endsAt, endedAt },
    name: names.get(userId) ?? 'somebody',
  }))
}
