import type { Operation } from '@/domain/connection/operation'
import type { Prepared } from '@/domain/connection/prepared'
import type { ExactRequest } from './exact-request'
import type { HttpAnswer, HttpTarget } from './http'

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
