import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { Agent, request as send } from 'undici'
import { checkAddress } from './address'

const MAX_BYTES = 1024 * 1024
const MAX_REDIRECTS = 3
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** A connection with its secret opened; it never leaves this folder. */
export interface HttpConnection {
  name: string
  baseUrl: string
  auth: { header?: string; prefix?: string }
  secret?: string
  /** The admin allows addresses in private ranges for this connection. */
  allowPrivate: boolean
}

export interface HttpRequest {
  method: string
  /** Below the connection's base URL. */
  path: string
  query?: Record<string, string>
  body?: unknown
  /** Sent as Idempotency-Key. */
  idempotencyKey?: string
  timeoutMs: number
  signal: AbortSignal
}

export interface HttpAnswer {
  status: number
  /** Parsed JSON, or text. */
  body: unknown
  ms: number
}

/** What kept a request from being answered. `sent`: it may have reached the service and been carried out. */
export class ConnectorError extends Error {
  constructor(
    readonly code:
      'unknown_connection' | 'refused_address' | 'timeout' | 'network' | 'too_large' | 'bad_request',
    message: string,
    readonly sent: boolean,
  ) {
    super(message)
    this.name = 'ConnectorError'
  }
}

/**
 * Sends one request. The name is resolved once and the connection pinned to the checked address, so that a second
 * answer of the name server cannot lead elsewhere; redirects are followed within the same rules, for reads only.
 * Any status is an answer.
 * @throws ConnectorError
 */
export async function callHttp(connection: HttpConnection, request: HttpRequest): Promise<HttpAnswer> {
  const began = Date.now()
  let url = target(connection, request)
  for (let redirects = 0; ; redirects++) {
    const answer = await once(connection, request, url)
    const location = answer.status >= 300 && answer.status < 400 ? answer.location : undefined
    if (!location || request.method !== 'GET')
      return { status: answer.status, body: answer.body, ms: Date.now() - began }
    if (redirects >= MAX_REDIRECTS)
      throw new ConnectorError('network', `${connection.name} redirects in circles.`, false)
    const next = new URL(location, url)
    if (next.origin !== url.origin) {
      throw new ConnectorError(
        'refused_address',
        `${connection.name} redirects to ${next.origin}, which is not its own address.`,
        false,
      )
    }
    url = next
  }
}

function target(connection: HttpConnection, { method, path, query }: HttpRequest): URL {
  const base = new URL(connection.baseUrl)
  const url = new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base.origin)
  // A path made from data must not climb out of the connection's base or name another host.
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname.replace(/\/$/, ''))) {
    throw new ConnectorError('bad_request', `${path} leads out of ${connection.name}.`, false)
  }
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  return url
}

async function once(connection: HttpConnection, request: HttpRequest, url: URL) {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ConnectorError('refused_address', `${connection.name} is not an HTTP address.`, false)
  }
  const address = await pin(connection, url.hostname.replace(/^\[|\]$/g, ''))
  const dispatcher = new Agent({
    connect: {
      lookup: (_name, options, found) => {
        const family = isIP(address)
        if (options.all) found(null, [{ address, family }])
        else found(null, address, family)
      },
    },
  })
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)])
  try {
    const response = await send(url, {
      dispatcher,
      method: request.method as 'GET',
      headers: headersOf(connection, request),
      signal,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    })
    const text = await readLimited(connection, response.body)
    const location = response.headers['location']
    return {
      status: response.statusCode,
      body: parseBody(text, String(response.headers['content-type'] ?? '')),
      ...(typeof location === 'string' ? { location } : {}),
    }
  } catch (error) {
    throw asConnectorError(error, connection, request)
  } finally {
    await dispatcher.destroy().catch(() => undefined)
  }
}

function headersOf(
  { auth, secret }: HttpConnection,
  { body, idempotencyKey }: HttpRequest,
): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    ...(secret ? { [auth.header ?? 'authorization']: `${auth.prefix ?? 'Bearer '}${secret}` } : {}),
  }
}

async function pin(connection: HttpConnection, hostname: string): Promise<string> {
  const addresses = isIP(hostname)
    ? [hostname]
    : await lookup(hostname, { all: true }).then(
        (found) => found.map(({ address }) => address),
        () => {
          throw new ConnectorError(
            'network',
            `${connection.name} has no address: ${hostname} is not known.`,
            false,
          )
        },
      )
  for (const address of addresses) {
    const refused = checkAddress(address, connection.allowPrivate)
    if (refused)
      throw new ConnectorError('refused_address', `${connection.name} is at ${address}, ${refused}.`, false)
  }
  const [first] = addresses
  if (!first) throw new ConnectorError('network', `${connection.name} has no address.`, false)
  return first
}

async function readLimited(connection: HttpConnection, body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MAX_BYTES)
      throw new ConnectorError('too_large', `${connection.name} answered more than 1 MiB.`, true)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseBody(text: string, contentType: string): unknown {
  if (!/\bjson\b/i.test(contentType)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function asConnectorError(error: unknown, connection: HttpConnection, request: HttpRequest): unknown {
  if (error instanceof ConnectorError) return error
  if (request.signal.aborted) return request.signal.reason
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return new ConnectorError(
      'timeout',
      `${connection.name} did not answer within ${request.timeoutMs / 1000} s.`,
      true,
    )
  }
  return new ConnectorError(
    'network',
    `The line to ${connection.name} failed (${code || 'unknown'}).`,
    !NOT_SENT.has(code),
  )
}
