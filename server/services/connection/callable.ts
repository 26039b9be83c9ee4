import { CONNECTION_KIND, CONNECTION_KINDS } from '@/domain/connection/kinds/registry'
import { operationSchema, type Operation } from '@/domain/connection/operation'
import { classificationSchema } from '@/domain/policy/classification'
import type { BundleConnection } from '@/domain/team/bundle'
import type { Connection } from '@/prisma/generated/client'
import type { Tx } from '@/server/db/client'

/** What may be called of each of a workspace's connections, by the connection's id, sorted by name. */
export async function callableOperations(tx: Tx, workspaceId: string): Promise<Map<string, Operation[]>> {
  const rows = await tx.connectionOperation.findMany({
    where: { workspaceId, state: 'on' },
    orderBy: { name: 'asc' },
  })
  const found = new Map<string, Operation[]>()
  for (const { connectionId, definition } of rows)
    found.set(connectionId, [...(found.get(connectionId) ?? []), operationSchema.parse(definition)])
  return found
}

/** A connection as teams know it: without address and secrets. */
export function bundleConnection(
  { slug, name, owner, clearance, kind }: Pick<Connection, 'slug' | 'name' | 'owner' | 'clearance' | 'kind'>,
  stored: readonly Operation[],
): BundleConnection {
  const known = CONNECTION_KINDS.find((one) => one === kind)
  const operations = [...((known && CONNECTION_KIND[known].fixed) ?? []), ...stored]
  return {
    slug,
    name,
    owner,
    clearance: classificationSchema.parse(clearance),
    ...(operations.length > 0 && {
      operations: Object.fromEntries(operations.map((operation) => [operation.name, operation])),
    }),
  }
}
