import type { Category, Classification } from '@/domain/policy/classification'
import type { Role } from '@/domain/policy/permission'
import { rolesOf } from '@/server/auth/roles-of'
import { authorize, type Context } from '@/server/services/context'

export interface Member {
  id: string
  name: string
  email: string
  /** Their own; their groups may give more. */
  roles: Role[]
  clearance: Classification
  categories: Category[]
  groups: { id: string; name: string; roles: Role[] }[]
  practice: boolean
  disabledAt: Date | null
  since: Date
}

/** The people of the workspace, by name. */
export async function listMembers(ctx: Context): Promise<Member[]> {
  const { db, workspace } = await authorize(ctx, 'member.read')
  const rows = await db.prisma.membership.findMany({
    where: { workspaceId: workspace.id },
    include: {
      user: { include: { groups: { where: { workspaceId: workspace.id }, include: { group: true } } } },
    },
    orderBy: { user: { name: 'asc' } },
  })
  return rows.map(({ user, roles, clearance, categories, createdAt, disabledAt }) => ({
    id: user.id,
    name: user.name,
    email: user.email,
    roles: rolesOf(roles),
    clearance: clearance as Classification,
    categories: categories as Category[],
    groups: user.groups.map(({ group }) => ({ id: group.id, name: group.name, roles: rolesOf(group.roles) })),
    practice: user.practice,
    disabledAt: disabledAt ?? user.disabledAt,
    since: createdAt,
  }))
}
