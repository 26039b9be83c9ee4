import { CONNECTION_KINDS, type ConnectionKind } from '@/domain/connection/kinds/registry'
import { operationSchema, type Operation } from '@/domain/connection/operation'
import { OPERATION_STATES, type OperationState } from '@/domain/connection/approval'
import { BatonError } from '@/domain/problem'
import type { Connection, ConnectionOperation } from '@/prisma/generated/client'
import { ConnectorError } from '@/server/connectors/connector-error'
import type { Tx } from '@/server/db/client'

/** @throws BatonError not_found */
export async function findConnection(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<Connection & { kind: ConnectionKind }> {
  const row = await tx.connection.findFirst({ where: { id, workspaceId } })
  const kind = CONNECTION_KINDS.find((one) => one === row?.kind)
  if (!row || !kind) throw new BatonError('not_found', 'There is no such connection in this workspace.')
  return { ...row, kind }
}

/** @throws BatonError not_found */
export async function findOperation(
  tx: Tx,
  { id, name }: { id: string; name: string },
  operation: string,
): Promise<ConnectionOperation> {
  const row = await tx.connectionOperation.findUnique({
    where: { connectionId_name: { connectionId: id, name: operation } },
  })
  if (!row) throw new BatonError('not_found', `${name} has no operation ${operation}.`)
  return row
}

/** A row of the table with its definition parsed. */
export interface StoredOperation {
  operation: Operation
  state: OperationState
  /** As its service describes it now, where that is not what was approved. */
  offered: Operation | null
  approvedBy: string | null
  approvedAt: Date | null
}

export function storedOperation(row: ConnectionOperation): StoredOperation {
  const by = row.approvedBy as { name?: string } | null
  return {
    operation: operationSchema.parse(row.definition),
    state: OPERATION_STATES.find((state) => state === row.state) ?? 'off',
    offered: row.offered === null ? null : operationSchema.parse(row.offered),
    approvedBy: by?.name ?? null,
    approvedAt: row.approvedAt,
  }
}

/** A call that was not answered, as a service says it. */
export function notAnswered(error: unknown): BatonError {
  if (!(error instanceof ConnectorError)) throw error
  return new BatonError('unavailable', error.message)
}
