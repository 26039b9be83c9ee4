import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callHttp, ConnectorError, type HttpRequest, type HttpTarget } from './http'
import { privatePlaceSchema } from './private-reach'

let server: Server
let base: string
const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []

function route(request: IncomingMessage, response: ServerResponse, body: string): void {
  const { url = '', method = '', headers } = request
  seen.push({ url, method, headers, body })
  const path = url.replace(/^\/api/, '')
  const redirect = (to: string, status = 302) => void response.writeHead(status, { location: to }).end()
  if (path.startsWith('/hang')) return
  if (path.startsWith('/drip')) return void response.writeHead(200).write('{')
  if (path.startsWith('/reset')) return void request.socket.resetAndDestroy()
  if (path.startsWith('/big')) return void response.writeHead(200).end('x'.repeat(1024 * 1024 + 1))
  if (path.startsWith('/near')) return redirect('/api/echo')
  if (path.startsWith('/far')) return redirect('http://169.254.169.254/latest/meta-data')
  if (path.startsWith('/loop')) return redirect('/api/loop')
  if (path.startsWith('/text')) return void response.writeHead(200).end('plain')
  if (path.startsWith('/empty')) return void response.writeHead(204).end()
  if (path.startsWith('/500'))
    return void response.writeHead(500, { 'retry-after': '7' }).end('{"error":"busy"}')
  response.writeHead(200, { 'content-type': 'application/json', etag: '"1"', 'x-other': 'no' })
  response.end(JSON.stringify({ method, url, headers, body }))
}

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => route(request, response, body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const here = privatePlaceSchema.parse('127.0.0.1')
const secret = { header: 'authorization', prefix: 'Bearer ', value: 'very-secret-key' }
const call = (path: string, more: Partial<HttpRequest> = {}, target: Partial<HttpTarget> = {}) =>
  callHttp(
    { name: 'CRM', baseUrl: base, privateReach: [here], secret, ...target },
    { method: 'GET', path, timeoutMs: 3000, signal: new AbortController().signal, ...more },
  )
const failure = async (asked: Promise<unknown>) => {
  const error: unknown = await asked.catch((thrown: unknown) => thrown)
  if (!(error instanceof ConnectorError)) throw new Error('expected a ConnectorError', { cause: error })
  return { code: error.code, sent: error.sent, message: error.message }
}

describe('callHttp', () => {
  it('sends method, query, body, key and secret, and keeps the secret out of the answer', async () => {
    const answer = await call('/echo', {
      method: 'PATCH',
      query: { q: 'a b' },
      body: { stage: 'won' },
      idempotencyKey: 'run:1',
    })
    expect(answer).toMatchObject({
      status: 200,
      headers: { etag: '"1"', 'content-type': 'application/json' },
    })
    expect(answer.headers['x-other']).toBeUndefined()
    expect(seen.at(-1)).toMatchObject({
      method: 'PATCH',
      url: '/api/echo?q=a+b',
      body: '{"stage":"won"}',
      headers: { authorization: 'Bearer very-secret-key', 'idempotency-key': 'run:1' },
    })
    expect(JSON.stringify(answer)).not.toContain('very-secret-key')
  })

  it('gives text, nothing, and errors of the service as answers', async () => {
    expect((await call('/text')).body).toBe('plain')
    expect((await call('/empty')).body).toBeNull()
    expect(await call('/500')).toMatchObject({
      status: 500,
      body: { error: 'busy' },
      headers: { 'retry-after': '7' },
    })
  })

  it('refuses private addresses unless they are allowed, before anything is sent', async () => {
    const count = seen.length
    const local = { privateReach: [] }
    expect(await failure(call('/echo', {}, local))).toMatchObject({ code: 'refused_address', sent: false })
    const byName = { ...local, baseUrl: base.replace('127.0.0.1', 'localhost') }
    expect(await failure(call('/echo', {}, byName))).toMatchObject({ code: 'refused_address', sent: false })
    const metadata = { baseUrl: 'http://169.254.169.254' }
    expect(await failure(call('/latest', {}, metadata))).toMatchObject({
      code: 'refused_address',
      sent: false,
    })
    expect(seen).toHaveLength(count)
  })

  it.each(['/../admin', '/%2e%2e/admin', 'echo', '@evil.example/'])(
    'does not leave the base by %s',
    async (path) => {
      expect(await failure(call(path))).toMatchObject({ code: 'misconfigured', sent: false })
    },
  )

  it('follows redirects of reads within the origin only', async () => {
    expect((await call('/near')).body).toMatchObject({ url: '/api/echo' })
    expect(await failure(call('/far'))).toMatchObject({ code: 'refused_address' })
    expect((await failure(call('/loop'))).message).toContain('circles')
    expect((await call('/near', { method: 'POST' })).status).toBe(302)
  })

  it('tells what may have arrived from what has not', async () => {
    expect(await failure(call('/hang', { timeoutMs: 150 }))).toMatchObject({ code: 'timeout', sent: true })
    expect(await failure(call('/drip', { timeoutMs: 150 }))).toMatchObject({ code: 'timeout', sent: true })
    expect(await failure(call('/reset'))).toMatchObject({ code: 'network', sent: true })
    const nobody = { baseUrl: 'http://127.0.0.1:1' }
    expect(await failure(call('/', {}, nobody))).toMatchObject({ code: 'network', sent: false })
    expect(await failure(call('/', {}, { baseUrl: 'http://no-such.invalid' }))).toMatchObject({ sent: false })
    expect(await failure(call('/big'))).toMatchObject({ code: 'too_large', sent: true })
  })

  it('stops when it is called off', async () => {
    const off = new AbortController()
    setTimeout(() => off.abort(new Error('worker stops')), 50)
    await expect(call('/hang', { signal: off.signal })).rejects.toThrow('worker stops')
  })
})
