import type { Operation } from '@/domain/connection/operation'
import type { Prepared } from '@/domain/connection/prepared'
import type { ExactRequest } from './exact-request'
import type { HttpAnswer, HttpTarget } from './http'
import type { Env } from '@/server/env'

/** Programs that may be started, by name. */
export type McpCommands = Env['BATON_MCP_COMMANDS']

/** A connection as a call needs it: where, with which secret, and what its kind has set. */
export interface OperationTarget extends HttpTarget {
  workspaceId: string
  /** The connection's id. */
  id: string
  /** Parsed by its kind. */
  settings: unknown
}

/** What a call of an operation sends, worked out and not sent yet. */
export interface ReadyOperation<P extends Prepared = Prepared> {
  operation: Operation
  prepared: P
  /** The same for every attempt at one and the same thing. */
  idempotencyKey?: string
}

/** One call of an operation. */
export interface OperationCall<P extends Prepared = Prepared> extends ReadyOperation<P> {
  /** As it is approved now, where that is not as the caller knows it. */
  approved: Operation
  /** The programs that may be started, where not those of the installation. */
  commands?: McpCommands | undefined
  /** For all of it, from the look-up of the name on. */
  timeoutMs: number
  signal: AbortSignal
}

/**
 * Sends what was prepared. Whatever the kind, the answer bears an HTTP status, by which everything after it tells what
 * came of it: below 300 it was done, 4xx it was refused, 5xx the service is ill.
 * @throws ConnectorError where nothing answered, or the signal's reason
 */
export type Sender<K extends Prepared['kind']> = (
  target: OperationTarget,
  call: OperationCall<Extract<Prepared, { kind: K }>>,
) => Promise<HttpAnswer>

/** Shows what its sender sends, made by the same function; nothing is sent. @throws ConnectorError */
export type Exact<K extends Prepared['kind']> = (
  target: OperationTarget,
  call: ReadyOperation<Extract<Prepared, { kind: K }>>,
) => ExactRequest

/** One kind of connection: how what was prepared is sent, and how it is shown. */
export interface Connector<K extends Prepared['kind']> {
  send: Sender<K>
  exact: Exact<K>
}

/** The answer of a kind that has no headers of its own. @param began as performance.now() has it */
export const answered = (status: number, body: unknown, began: number): HttpAnswer => ({
  status,
  body,
  headers: {},
  ms: Math.round(performance.now() - began),
})

/** A deadline for everything a call does: `signal` fires at its end, or when the caller calls off. */
export async function within<T>(
  name: string,
  { timeoutMs, signal }: Pick<OperationCall, 'timeoutMs' | 'signal'>,
  work: (signal: AbortSignal) => Promise<T>,
  late: (seconds: string) => Error,
): Promise<T> {
  signal.throwIfAborted()
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(new Error(`${name} took too long`)), timeoutMs)
  const stop = (): void => over.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await work(over.signal)
  } catch (error) {
    if (signal.aborted) throw signal.reason as Error
    if (over.signal.aborted) throw late((timeoutMs / 1000).toFixed(timeoutMs < 10_000 ? 1 : 0))
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
