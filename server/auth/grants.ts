import type { Grant } from '@/domain/policy/may'
import { permits, permissionSchema, type Permission } from '@/domain/policy/permission'
import type { Db } from '@/server/db/client'
import { presentRoles } from './present-roles'

/** What standing in for a reviewer gives: their inbox, and nothing else of theirs. */
const OF_DELEGATION = ['review.read', 'review.decide'] as const satisfies readonly Permission[]

/** What somebody may beyond their roles at this moment: by what they took, and by whom they stand in for. */
export async function grantsOf(
  db: Db,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): Promise<Grant[]> {
  const now = new Date()
  const [taken, delegations] = await Promise.all([
    db.prisma.breakGlass.findMany({ where: { workspaceId, userId, endedAt: null, endsAt: { gt: now } } }),
    db.prisma.delegation.findMany({
      where: { workspaceId, toId: userId, endedAt: null, until: { gt: now } },
    }),
  ])
  const grants = taken.flatMap(({ id, permission }): Grant[] => {
    const known = permissionSchema.safeParse(permission)
    return known.success ? [{ permission: known.data, by: 'break-glass', id }] : []
  })
  for (const { id, fromId } of delegations) {
    // Whoever has lost the role has nothing left to hand on; and what is stood in for is not handed on again.
    if (!permits(await presentRoles(db, workspaceId, fromId), 'review.decide')) continue
    grants.push(
      ...OF_DELEGATION.map((permission) => ({ permission, by: 'delegation', id, from: fromId }) as const),
    )
  }
  return grants
}
