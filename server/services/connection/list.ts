import type { Classification } from '@/domain/policy/classification'
import { connectionAuthSchema } from '@/server/connectors/connectors'
import { guardStates, type GuardState } from '@/server/models/guard-states'
import { authorize, type Context } from '../context'

export interface ListedConnection {
  id: string
  slug: string
  name: string
  baseUrl: string
  auth: { header: string; prefix: string }
  /** Secrets are never read back. */
  hasSecret: boolean
  owner: string
  /** Highest classification it may receive. */
  clearance: Classification
  allowPrivate: boolean
  practice: boolean
  /** Null while it had no fault. */
  guard: GuardState | null
}

/** The workspace's connections by name. */
export async function listConnections(ctx: Context): Promise<ListedConnection[]> {
  const { db, workspace } = await authorize(ctx, 'connection.read')
  const [rows, guards] = await Promise.all([
    db.prisma.connection.findMany({ where: { workspaceId: workspace.id }, orderBy: { name: 'asc' } }),
    guardStates(db.pool, workspace.id),
  ])
  return rows.map(
    ({ id, slug, name, baseUrl, auth, secretSealed, owner, clearance, allowPrivate, practice }) => ({
      id,
      slug,
      name,
      baseUrl,
      auth: connectionAuthSchema.catch({ header: 'authorization', prefix: 'Bearer ' }).parse(auth),
      hasSecret: secretSealed !== null,
      owner,
      clearance: clearance as Classification,
      allowPrivate,
      practice,
      guard: guards.get(id) ?? null,
    }),
  )
}
