import type { Role } from '@/domain/policy/permission'
import type { Db } from '@/server/db/client'
import { rolesOf } from './roles-of'

/** What somebody may in a workspace by now: nothing once they, or their membership, are disabled or gone. */
export async function presentRoles({ prisma }: Db, workspaceId: string, userId: string): Promise<Role[]> {
  const membership = await prisma.membership.findUnique({
    where: { workspaceId_userId: { workspaceId, userId }, disabledAt: null, user: { disabledAt: null } },
    select: { roles: true },
  })
  return rolesOf(membership?.roles ?? [])
}
