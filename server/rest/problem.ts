import { BatonError, type ErrorCode } from '@/domain/problem'
import { DATABASE_AWAY, outage } from '@/server/db/away'
import { log } from '@/server/log'

const STATUS = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 422,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>

const TITLE: Record<ErrorCode, string> = {
  unauthenticated: 'Not signed in',
  forbidden: 'Not permitted',
  not_found: 'Not found',
  invalid: 'Invalid',
  conflict: 'Conflict',
  rate_limited: 'Too many requests',
  unavailable: 'Unavailable',
}

/** The path is there, the method is not (RFC 9110, 15.5.6). */
export class MethodRefused extends Error {
  constructor(
    method: string,
    readonly allowed: string[],
  ) {
    super(`${method} is not possible here, but ${allowed.join(' and ')}.`)
  }
}

/** More than the place takes (RFC 9110, 15.5.14). */
export class TooLarge extends Error {
  constructor(most: number) {
    super(`The body is larger than ${most} bytes.`)
  }
}

/**
 * An error as RFC 9457 problem details; what was not thrown on purpose says nothing of the inside.
 * @param statuses where a place answers otherwise
 * @param titles where a place calls it otherwise
 */
export function problemResponse(
  error: unknown,
  statuses: Partial<Record<ErrorCode, number>> = {},
  titles: Partial<Record<ErrorCode, string>> = {},
): Response {
  if (error instanceof MethodRefused) {
    const body = { type: 'urn:baton:problem:method', title: 'Method not allowed', status: 405 }
    return respond(405, { ...body, detail: error.message }, { allow: error.allowed.join(', ') })
  }
  if (error instanceof TooLarge)
    return respond(413, {
      type: 'urn:baton:problem:too_large',
      title: 'Too large',
      status: 413,
      detail: error.message,
    })
  if (outage.note(error)) return problemResponse(new BatonError('unavailable', DATABASE_AWAY, [], 5))
  if (!(error instanceof BatonError)) {
    log.error({ err: error }, 'a request failed')
    return respond(500, { type: 'urn:baton:problem:internal', title: 'Internal error', status: 500 })
  }
  const status = statuses[error.code] ?? STATUS[error.code]
  return respond(
    status,
    {
      type: `urn:baton:problem:${error.code}`,
      title: titles[error.code] ?? TITLE[error.code],
      status,
      detail: error.message,
      ...(error.problems.length ? { errors: error.problems } : {}),
    },
    {
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(error.retryAfter ? { 'retry-after': String(error.retryAfter) } : {}),
    },
  )
}

function respond(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}
