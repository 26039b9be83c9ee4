import { errors, request as send, type Dispatcher } from 'undici'
import { RefusedAddressError, refuseLiteral } from './address'
import { ConnectorError } from './connector-error'
import { dispatcherFor, reachOf, type Lines } from './dispatcher'
import type { ExactRequest } from './exact-request'
import { retryAfterMs } from './retry-after'
import { HTTP_METHODS } from '@/domain/connection/kinds/http-request'

export { ConnectorError } from './connector-error'

export interface HttpRequest {
  /** GET, POST, PUT, PATCH or DELETE. */
  method: string
  /** Below the connection's base URL, starting with a slash. */
  path: string
  query?: Record<string, string>
  body?: unknown
  /** A body as it is sent, byte by byte, in the place of `body`. */
  text?: string
  headers?: Record<string, string>
  /** More than this of an answer is refused; 1 MiB where nothing is said. */
  maxBytes?: number
  /** Sent as `Idempotency-Key`. */
  idempotencyKey?: string
  /** From the first byte sent to the last received. */
  timeoutMs: number
  signal: AbortSignal
}

export interface HttpAnswer {
  status: number
  /** Parsed JSON where it is JSON, else text; null when empty. */
  body: unknown
  /** Content type, ETag, Retry-After, Location and X-Request-Id, as far as they were given. */
  headers: Record<string, string>
  ms: number
  /** For how long the service asks to be left alone, where it does. */
  retryAfterMs?: number
}

/** Where to call and with which secret; opened just before the call, known to nobody else. */
export interface HttpTarget extends Lines {
  name: string
  baseUrl: string
  secret?: { header: string; prefix: string; value: string }
}

const MAX_BYTES = 1024 * 1024
const MAX_REDIRECTS = 3
const METHODS: ReadonlySet<string> = new Set(HTTP_METHODS)
const KEPT_HEADERS = ['content-type', 'etag', 'retry-after', 'location', 'x-request-id']

/**
 * One call of a connection. Addresses are resolved, checked and pinned; a redirect is followed for reads only, within
 * the same origin, three times at most, and checked again. Any status is an answer.
 * @throws ConnectorError, or the signal's reason when the caller called off
 */
export async function callHttp(target: HttpTarget, request: HttpRequest): Promise<HttpAnswer> {
  request.signal.throwIfAborted()
  const began = performance.now()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), request.timeoutMs)
  const stop = () => deadline.abort()
  request.signal.addEventListener('abort', stop, { once: true })
  try {
    let url = urlOf(target, request)
    for (let redirects = 0; ; redirects++) {
      const response = await exchange(target, request, url, deadline.signal)
      const next = redirectOf(target, request, url, response)
      if (!next) return await readAnswer(target, response, began, request.maxBytes)
      await response.body.dump()
      if (redirects === MAX_REDIRECTS) {
        throw new ConnectorError('network', `${target.name} redirects in circles.`, true)
      }
      url = next
    }
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason as Error
    if (deadline.signal.aborted && !(error instanceof ConnectorError)) {
      const seconds = (request.timeoutMs / 1000).toFixed(request.timeoutMs < 10_000 ? 1 : 0)
      throw new ConnectorError('timeout', `${target.name} did not answer within ${seconds} s.`, true)
    }
    throw connectorError(target, error)
  } finally {
    clearTimeout(timer)
    request.signal.removeEventListener('abort', stop)
  }
}

/** A path made from data must neither climb out of the connection's base nor name another host. */
function urlOf(
  { name, baseUrl }: Pick<HttpTarget, 'name' | 'baseUrl'>,
  { method, path, query }: Pick<HttpRequest, 'method' | 'path' | 'query'>,
): URL {
  const base = parseUrl(baseUrl)
  if (!base || !/^https?:$/.test(base.protocol)) {
    throw new ConnectorError('misconfigured', `The address of ${name} is not an http or https URL.`, false)
  }
  const below = base.pathname.replace(/\/+$/, '')
  const url = parseUrl(base.origin + below + path)
  if (!path.startsWith('/') || url?.origin !== base.origin || !url.pathname.startsWith(`${below}/`)) {
    throw new ConnectorError('misconfigured', `The path leads out of ${name}.`, false)
  }
  if (!METHODS.has(method)) {
    throw new ConnectorError('misconfigured', `${name} cannot be called with ${method}.`, false)
  }
  for (const [key, value] of Object.entries(query ?? {})) url.searchParams.append(key, value)
  return url
}

/** `URL.parse` came with Node 22. */
const parseUrl = (text: string, base?: URL): URL | undefined =>
  URL.canParse(text, base) ? new URL(text, base) : undefined

function exchange(
  target: HttpTarget,
  request: HttpRequest,
  url: URL,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  refuseLiteral(url.hostname, reachOf(target, url))
  const { method, headers, body } = exactHttp(target, request)
  return send(url, {
    method,
    signal,
    dispatcher: dispatcherFor(target),
    headers,
    ...(body !== undefined && { body }),
  })
}

/** What of a request is sent, apart from how long that may take. */
export type HttpMessage = Omit<HttpRequest, 'timeoutMs' | 'signal' | 'maxBytes'>

/** A request as a dry run shows it. @throws ConnectorError where it could not be made */
export function shownHttp(target: ExactTarget, request: HttpMessage): ExactRequest {
  const { headers, body, ...line } = exactHttp(target, request)
  return {
    ...line,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: body ?? null,
  }
}

type ExactTarget = Pick<HttpTarget, 'name' | 'baseUrl' | 'secret'>

/**
 * A request as it goes out, byte for byte, but for where it is sent.
 * @throws ConnectorError where it could not be made
 */
function exactHttp(
  target: ExactTarget,
  request: HttpMessage,
): { method: string; url: string; headers: Record<string, string>; body?: string } {
  const { method, body, text, headers, idempotencyKey } = request
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body))
  const { secret } = target
  return {
    method,
    url: urlOf(target, request).href,
    headers: {
      accept: 'application/json',
      'user-agent': 'baton',
      ...(sent !== undefined && { 'content-type': 'application/json' }),
      ...headers,
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(secret && { [secret.header]: secret.prefix + secret.value }),
    },
    ...(sent !== undefined && { body: sent }),
  }
}

/** Where to go on, or undefined when this is the answer. */
function redirectOf(
  { name }: HttpTarget,
  { method }: HttpRequest,
  from: URL,
  { statusCode, headers }: Dispatcher.ResponseData,
): URL | undefined {
  if (method !== 'GET' || ![301, 302, 303, 307, 308].includes(statusCode)) return undefined
  const location = [headers.location ?? []].flat()[0]
  const to = location === undefined ? undefined : parseUrl(location, from)
  if (to && to.origin !== from.origin) {
    throw new ConnectorError(
      'refused_address',
      `${name} redirects to another address, which is not followed.`,
      true,
    )
  }
  return to
}

async function readAnswer(
  { name, secret }: HttpTarget,
  { statusCode, headers, body }: Dispatcher.ResponseData,
  began: number,
  maxBytes = MAX_BYTES,
): Promise<HttpAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) {
      body.destroy()
      throw new ConnectorError(
        'too_large',
        `${name} answered with more than ${maxBytes / 1024 / 1024} MiB.`,
        true,
      )
    }
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  // A service that echoes its caller's headers must not bring the secret into a prompt.
  const safe = secret && secret.value.length >= 8 ? text.replaceAll(secret.value, '[secret]') : text
  const wait = retryAfterMs((key) => [headers[key] ?? []].flat()[0])
  return {
    status: statusCode,
    body: parse(safe),
    headers: Object.fromEntries(
      KEPT_HEADERS.flatMap((key) => (headers[key] === undefined ? [] : [[key, String(headers[key])]])),
    ),
    ms: Math.round(performance.now() - began),
    ...(wait !== undefined && { retryAfterMs: wait }),
  }
}

function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** Faults before a connection stood; after it, the request may have arrived. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

export function connectorError({ name }: Pick<HttpTarget, 'name'>, error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  if (error instanceof RefusedAddressError) {
    const message = `${name} is at an address that may not be called. If it is your own, an admin lists it in the connection’s settings.`
    return new ConnectorError('refused_address', message, false)
  }
  if (error instanceof errors.InvalidArgumentError) {
    return new ConnectorError('misconfigured', `The request to ${name} could not be made.`, false)
  }
  // When all addresses of a name fail, Node throws an AggregateError whose code is that of the first.
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return new ConnectorError('network', `The line to ${name} failed (${code}).`, !NOT_SENT.has(code))
}
