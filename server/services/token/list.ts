import { actorSchema } from '@/domain/actor'
import { permissionsOf, type Permission, type Role } from '@/domain/policy/permission'
import { rolesOf } from '@/server/auth/roles-of'
import { authorize, type Context } from '@/server/services/context'

export interface ListedToken {
  id: string
  name: string
  roles: Role[]
  /** Of what its roles give, only this; null: all of it. */
  permissions: Permission[] | null
  createdBy: string
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** The workspace's tokens, newest first, the revoked last. */
export async function listTokens(ctx: Context): Promise<ListedToken[]> {
  const { db, workspace } = await authorize(ctx, 'token.edit')
  const rows = await db.prisma.apiToken.findMany({
    where: { workspaceId: workspace.id },
    orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
  })
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    roles: rolesOf(row.roles),
    permissions: row.scoped ? permissionsOf(row.permissions) : null,
    createdBy: actorSchema.safeParse(row.createdBy).data?.name ?? 'unknown',
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    revokedAt: row.revokedAt,
  }))
}
