import type { Category, Classification } from '@/domain/policy/classification'
import type { Role } from '@/domain/policy/permission'
import { rolesOf } from '@/server/auth/roles-of'
import { env } from '@/server/env'
import { authorize, type Context } from '@/server/services/context'

export interface ListedGroup {
  id: string
  name: string
  roles: Role[]
  clearance: Classification
  categories: Category[]
  claims: string[]
  members: { id: string; name: string; byClaim: boolean }[]
}

/** The workspace's groups by name, and whether the identity provider is asked for groups at all. */
export async function listGroups(ctx: Context): Promise<{ groups: ListedGroup[]; asksProvider: boolean }> {
  const { db, workspace } = await authorize(ctx, 'member.read')
  const rows = await db.prisma.peopleGroup.findMany({
    where: { workspaceId: workspace.id },
    include: {
      members: { include: { user: { select: { name: true } } }, orderBy: { user: { name: 'asc' } } },
    },
    orderBy: { name: 'asc' },
  })
  const groups = rows.map(({ id, name, roles, clearance, categories, claims, members }) => ({
    ...{ id, name, claims },
    roles: rolesOf(roles),
    clearance: clearance as Classification,
    categories: categories as Category[],
    members: members.map(({ userId, user, byClaim }) => ({ id: userId, name: user.name, byClaim })),
  }))
  return { groups, asksProvider: env().OIDC_ISSUER !== undefined && env().OIDC_GROUPS_CLAIM !== undefined }
}
