import { callHttp, shownHttp } from './http'
import type { Exact, Sender } from './sender'

/** An operation of an HTTP service. */
export const sendHttp: Sender<'http'> = (target, { timeoutMs, signal, ...call }) =>
  callHttp(target, { ...requestOf(call), timeoutMs, signal })

export const exactHttpOperation: Exact<'http'> = (target, call) => shownHttp(target, requestOf(call))

function requestOf({ prepared, idempotencyKey }: Parameters<Exact<'http'>>[1]) {
  const { method, path, query, body } = prepared
  return {
    method,
    path,
    query,
    ...(body !== undefined && { body }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  }
}
