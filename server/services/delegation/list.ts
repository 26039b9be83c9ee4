import { authorize, type Context } from '@/server/services/context'

export interface ListedDelegation {
  id: string
  from: { id: string; name: string }
  to: { id: string; name: string }
  until: Date
  reason: string
  /** Whether the caller may end it. */
  mayEnd: boolean
}

/** Who decides in whose place at this moment, the first to end first. */
export async function listDelegations(ctx: Context): Promise<ListedDelegation[]> {
  const scope = await authorize(ctx, 'review.read')
  const { prisma } = scope.db
  const rows = await prisma.delegation.findMany({
    where: { workspaceId: scope.workspace.id, endedAt: null, until: { gt: new Date() } },
    orderBy: { until: 'asc' },
  })
  const users = await prisma.user.findMany({
    where: { id: { in: rows.flatMap(({ fromId, toId }) => [fromId, toId]) } },
    select: { id: true, name: true },
  })
  const named = (id: string) => ({ id, name: users.find((user) => user.id === id)?.name ?? 'somebody' })
  return rows.map(({ id, fromId, toId, until, reason }) => ({
    ...{ id, until, reason, from: named(fromId), to: named(toId) },
    mayEnd: [fromId, toId].includes(scope.actor.id) || scope.may('member.edit'),
  }))
}
