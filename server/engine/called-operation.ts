import type { Operation } from '@/domain/connection/operation'
import type { EffectRequest, StepFailure } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import { isWrite } from '@/domain/team/kinds/action'
import type { NodeOf } from '@/domain/team/node'
import { checkInstance } from '@/server/bounded'
import { ConnectorError } from '@/server/connectors/connector-error'
import type { HttpMessage } from '@/server/connectors/http'
import type { OperationMessage } from '@/server/connectors/send'
import { digestOf } from '@/server/record/digest'

/** An operation as it stood when the version was published; undefined for a request of the drawing's own. */
export const calledOperation = (
  { connections }: Pick<Bundle, 'connections'>,
  { connection, operation }: { connection?: string | undefined; operation?: string | undefined },
): Operation | undefined =>
  operation === undefined ? undefined : connections[connection ?? '']?.operations?.[operation]

/**
 * What a connection is asked for an effect's request: by its operation, as the version has that, or as it is drawn.
 * @throws ConnectorError where the version has no such operation: the request was made under another
 */
export function messageOf(
  bundle: Pick<Bundle, 'connections'>,
  { connection, connectionName, operation: named, method, path, body }: EffectRequest,
  idempotencyKey: string | undefined,
): HttpMessage | OperationMessage {
  const key = idempotencyKey !== undefined && { idempotencyKey }
  if (!named) return { method, path, ...(body && { body }), ...key }
  const operation = calledOperation(bundle, { connection, operation: named.name })
  if (!operation || digestOf(operation) !== named.digest)
    throw new ConnectorError(
      'operation_off',
      `${named.title} of ${connectionName} is not as it was when this was made.`,
      false,
    )
  return { operation, arguments: body ?? {}, ...key }
}

/** Why what would be sent is nothing that its operation takes; undefined where it is, or where none is named. */
export function operationMisfit(
  node: NodeOf<'action'>,
  bundle: Pick<Bundle, 'connections'>,
  { body, connectionName }: Pick<EffectRequest, 'body' | 'connectionName'>,
): StepFailure | undefined {
  const operation = calledOperation(bundle, node)
  if (!operation) return undefined
  if (operation.effect === 'write' && !isWrite(node))
    return { code: 'rejected', message: `${operation.title} writes, and this step may only read.` }
  const problems = checkInstance(operation.input, body ?? {})
  if (problems.length === 0) return undefined
  return {
    code: 'expression_failed',
    message: `What would be sent does not fit ${operation.title} of ${connectionName}.`,
    details: { problems: problems.slice(0, 20) },
  }
}

/** Whether the same request may be sent once more when nobody knows what became of it. */
export function mayRepeat(node: NodeOf<'action'>, bundle: Pick<Bundle, 'connections'>): boolean {
  if (node.operation === undefined) return node.idempotent
  return node.idempotent && (calledOperation(bundle, node)?.idempotent ?? false)
}
