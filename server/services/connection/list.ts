import { z } from 'zod'
import { CONNECTION_KIND, CONNECTION_KINDS, type ConnectionKind } from '@/domain/connection/kinds/registry'
import type { Classification } from '@/domain/policy/classification'
import { connectionAuthSchema } from '@/server/connectors/connectors'
import { guardStates, type GuardState } from '@/server/models/guard-states'
import { authorize, type Context } from '../context'

const kindSchema = z.enum(CONNECTION_KINDS)

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
  practice: boolean
  kind: ConnectionKind
  /** The part of the organisation that answers for it; may be empty. */
  team: string
  /** The one environment whose runs may use it; null for all. */
  environment: string | null
  /** Operations that may be called, and those that wait for an admin. */
  operations: { on: number; waiting: number }
  /** Null while it had no fault. */
  guard: GuardState | null
}

/** The workspace's connections by name. */
export async function listConnections(ctx: Context): Promise<ListedConnection[]> {
  const { db, workspace } = await authorize(ctx, 'connection.read')
  const [rows, guards, operations] = await Promise.all([
    db.prisma.connection.findMany({ where: { workspaceId: workspace.id }, orderBy: { name: 'asc' } }),
    guardStates(db.pool, workspace.id),
    db.prisma.connectionOperation.groupBy({
      by: ['connectionId', 'state'],
      where: { workspaceId: workspace.id },
      _count: true,
    }),
  ])
  const counted = (id: string, states: readonly string[]): number =>
    operations
      .filter(({ connectionId, state }) => connectionId === id && states.includes(state))
      .reduce((sum, { _count }) => sum + _count, 0)
  return rows.map(({ id, slug, name, baseUrl, auth, secretSealed, owner, clearance, practice, ...row }) => ({
    id,
    kind: kindSchema.parse(row.kind),
    team: row.team,
    environment: row.environment,
    operations: {
      on: counted(id, ['on']) + (CONNECTION_KIND[kindSchema.parse(row.kind)].fixed?.length ?? 0),
      waiting: counted(id, ['new', 'changed']),
    },
    slug,
    name,
    baseUrl,
    auth: connectionAuthSchema.catch({ header: 'authorization', prefix: 'Bearer ' }).parse(auth),
    hasSecret: secretSealed !== null,
    owner,
    clearance: clearance as Classification,
    practice,
    guard: guards.get(id) ?? null,
  }))
}
