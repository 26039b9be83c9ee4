import type { Role } from '@/domain/policy/permission'
import type { Db, Tx } from '@/server/db/client'
import { rolesOf } from './roles-of'

/** Their own roles there with those of their groups. */
export async function rolesWithGroups(
  { prisma }: { prisma: Tx },
  { workspaceId, userId, roles }: { workspaceId: string; userId: string; roles: readonly string[] },
): Promise<Role[]> {
  const groups = await prisma.groupMember.findMany({
    where: { workspaceId, userId },
    select: { group: { select: { roles: true } } },
  })
  return rolesOf([...roles, ...groups.flatMap(({ group }) => group.roles)])
}

/** What somebody may in a workspace by now: nothing once they, or their membership, are disabled or gone. */
export async function presentRoles(db: Db, workspaceId: string, userId: string): Promise<Role[]> {
  const membership = await db.prisma.membership.findUnique({
    where: { workspaceId_userId: { workspaceId, userId }, disabledAt: null, user: { disabledAt: null } },
    select: { roles: true },
  })
  return membership ? rolesWithGroups(db, { workspaceId, userId, roles: membership.roles }) : []
}
