import type { Operation } from '@/domain/connection/operation'
import { prepare } from '@/domain/connection/prepare'
import { ArgumentsError, type Prepared } from '@/domain/connection/prepared'
import { ConnectorError } from './connector-error'
import type { ExactRequest } from './exact-request'
import { callHttp, shownHttp, type HttpAnswer, type HttpMessage, type HttpRequest } from './http'
import { callTool, exactTool } from './mcp'
import { exactStatement, runStatement } from './postgres'
import { exactHttpOperation, sendHttp } from './send-http'
import type { Connector, McpCommands, OperationCall, ReadyOperation } from './sender'
import { exactMail, sendMail } from './smtp'
import type { Target } from './target'
import { exactWebhook, sendWebhook } from './webhook'

/** What is asked of an operation that a connection has, whatever its kind. */
export interface OperationMessage {
  /** As the caller knows it: a published version brings its own. */
  operation: Operation
  /** They fit its `input`. */
  arguments: Record<string, unknown>
  idempotencyKey?: string
}

export interface OperationRequest extends OperationMessage {
  timeoutMs: number
  signal: AbortSignal
}

/** Sends what is asked of a connection. @throws ConnectorError, or the signal's reason */
export function send(
  target: Target,
  request: HttpRequest | OperationRequest,
  commands: McpCommands | undefined,
): Promise<HttpAnswer> {
  if (!('operation' in request)) return callHttp(httpOnly(target), request)
  const { timeoutMs, signal } = request
  const { ready, approved } = readyOf(target, request)
  return connectorOf(ready.prepared).send(target, { ...ready, approved, commands, timeoutMs, signal })
}

/** What `send` would send; nothing is sent. @throws ConnectorError where it would not even be tried */
export function exact(target: Target, message: HttpMessage | OperationMessage): ExactRequest {
  if (!('operation' in message)) return shownHttp(httpOnly(target), message)
  const { ready } = readyOf(target, message)
  return connectorOf(ready.prepared).exact(target, ready)
}

/** Every kind of connection, and how it is called. */
const CONNECTORS: { [K in Prepared['kind']]: Connector<K> } = {
  http: { send: sendHttp, exact: exactHttpOperation },
  mcp: { send: callTool, exact: exactTool },
  smtp: { send: sendMail, exact: exactMail },
  postgres: { send: runStatement, exact: exactStatement },
  webhook: { send: sendWebhook, exact: exactWebhook },
}

/** What was prepared for a kind is sent by that kind: the table says so, and its type cannot for one that is not known. */
const connectorOf = ({ kind }: Prepared) =>
  CONNECTORS[kind] as {
    send: (target: Target, call: OperationCall) => Promise<HttpAnswer>
    exact: (target: Target, call: ReadyOperation) => ExactRequest
  }

function httpOnly(target: Target): Target {
  if (target.kind === 'http') return target
  throw new ConnectorError('misconfigured', `${target.name} is called by its operations only.`, false)
}

/** An operation with what it sends for these arguments, where it may be called as its connection stands now. */
function readyOf(
  { name, kind, operations }: Target,
  { operation, arguments: args, idempotencyKey }: OperationMessage,
): { ready: ReadyOperation; approved: Operation } {
  const approved = operations.get(operation.name)
  if (!approved || approved.request.kind !== operation.request.kind || operation.request.kind !== kind)
    throw new ConnectorError(
      'operation_off',
      `${name} has no operation ${operation.name} that may be called.`,
      false,
    )
  // What an admin has since found to write is no longer a read, whatever a version says.
  if (operation.effect === 'read' && approved.effect === 'write')
    throw new ConnectorError('operation_off', `${operation.name} of ${name} is no longer a read.`, false)
  try {
    const prepared = prepare(operation, args)
    return {
      ready: { operation, prepared, ...(idempotencyKey !== undefined && { idempotencyKey }) },
      approved,
    }
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error
    throw new ConnectorError('invalid_arguments', error.message, false)
  }
}
