import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { operationOfTool } from '@/domain/connection/approval'
import { smtpKind } from '@/domain/connection/kinds/smtp'
import { operationSchema, type Operation } from '@/domain/connection/operation'
import { newWebhookKey } from '@/server/auth/webhook-key'
import { newId } from '@/server/db/id'
import { dryRun } from './dry-run'
import { pinOf } from './mcp'
import { failure, startConnectorBench, type ConnectorBench } from './testing/connector-bench'
import { startMailPeer } from './testing/mail-peer'
import { startMcpPeer } from './testing/mcp-peer'

interface Came {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

let bench: ConnectorBench
let service: Server
let baseUrl: string
const came: Came[] = []
beforeAll(async () => {
  bench = await startConnectorBench()
  service = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      came.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      response.writeHead(200).end()
    })
  })
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
  baseUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
})
afterAll(async () => {
  service.close()
  await bench.close()
})
beforeEach(() => void came.splice(0))

const KEY = 'run:node:0'
const shown = (slug: string, operation: Operation, args: Record<string, unknown>) =>
  dryRun(bench.db, bench.workspaceId, slug, { operation, arguments: args, idempotencyKey: KEY })
const headersOf = ({ headers }: Awaited<ReturnType<typeof shown>>) =>
  Object.fromEntries(headers.map(({ name, value }) => [name, value]))
const operation = (name: string, request: object, more: object = {}) =>
  operationSchema.parse({ name, title: name, effect: 'write', input: { type: 'object' }, request, ...more })

describe('what is shown is what goes out', () => {
  it('of an HTTP service, but for the secret', async () => {
    const put = operation('put', {
      ...{ kind: 'http', method: 'PUT', path: '/deals/{id}', query: ['notify'] },
      body: { fields: ['amount'] },
    })
    const secret = 'a token of ours'
    const slug = await bench.connection({ kind: 'http', baseUrl, secret, operations: [put] })
    const args = { id: 'D 1', notify: 'yes', amount: 7 }
    const made = await shown(slug, put, args)
    expect(came).toEqual([])
    await bench.call(slug, put, args, KEY)
    const [{ method, url, headers, body } = { headers: {} } as Came] = came
    expect([made.method, made.url, made.body]).toEqual([method, baseUrl + url, body])
    for (const [name, value] of Object.entries(headersOf(made)))
      expect(value.replace('[secret]', secret)).toBe(headers[name])
    expect(headersOf(made)).toMatchObject({ authorization: 'Bearer [secret]', 'idempotency-key': KEY })
  })

  it('of a webhook, whose time and signature are named', async () => {
    const won = operation('won', { kind: 'webhook', event: 'deal.won' })
    const slug = await bench.connection({
      kind: 'webhook',
      baseUrl: `${baseUrl}/hook?to=desk`,
      secret: newWebhookKey(),
      operations: [won],
    })
    const made = await shown(slug, won, { deal: 'D-1' })
    await bench.call(slug, won, { deal: 'D-1' }, KEY)
    const [{ method, url, headers, body } = { headers: {} } as Came] = came
    expect([made.method, made.url, made.body]).toEqual([method, baseUrl + url, body])
    const { 'webhook-timestamp': time, 'webhook-signature': signature, ...rest } = headersOf(made)
    for (const [name, value] of Object.entries(rest)) expect(value).toBe(headers[name])
    expect([time, signature]).toEqual(['[when it leaves]', '[signed when it leaves]'])
    expect(headers['webhook-signature']).toMatch(/^v1,/)
  })

  it('of a mail server: the message', async () => {
    const [send] = smtpKind.fixed ?? []
    const peer = await startMailPeer()
    const settings = { from: 'desk@example.org', tls: 'none' }
    const slug = await bench.connection({ kind: 'smtp', baseUrl: peer.baseUrl, settings })
    const args = { to: ['ben@example.com', 'cleo@example.com'], subject: 'Due', text: 'It is due.' }
    const made = await shown(slug, send!, args)
    expect(peer.mails).toEqual([])
    await bench.call(slug, send!, args, KEY)
    await peer.close()
    expect(made).toMatchObject({ method: 'MAIL', url: peer.baseUrl, body: 'It is due.' })
    // Long lines are folded (RFC 5322, 2.2.3).
    const raw = peer.mails[0]?.raw.replace(/\r\n[ \t]/g, ' ') ?? ''
    for (const [name, value] of Object.entries(headersOf(made)))
      expect(raw).toContain(`${name}: ${value}\r\n`)
    expect(Object.keys(headersOf(made))).toEqual(['From', 'To', 'Subject', 'Message-ID'])
    expect(raw).toContain(`\r\n\r\n${args.text}`)
  })

  it('of a database: the statement, its parameters, and the transaction', async () => {
    const url = new URL(inject('cluster').adminUrl)
    const statement = 'select current_query() as statement, $1::text as id, $2::int as n'
    const ask = operation('ask', { kind: 'postgres', statement, values: ['id', 'n'] }, { effect: 'read' })
    const slug = await bench.connection({
      kind: 'postgres',
      baseUrl: `postgresql://${url.hostname}:${url.port}${url.pathname}`,
      settings: { username: url.username, tls: 'none' },
      secret: decodeURIComponent(url.password),
      operations: [ask],
    })
    const args = { id: "O-1' or '1'='1", n: 2 }
    const made = await shown(slug, ask, args)
    const { body } = await bench.call(slug, ask, args)
    expect(body).toEqual({ rows: [{ statement: made.body, ...args }], row_count: 1 })
    expect(headersOf(made)).toEqual({
      role: url.username,
      transaction: 'begin transaction read only … rollback',
      $1: JSON.stringify(args.id),
      $2: '2',
    })
  })

  it('of an MCP server: the tool and its arguments', async () => {
    const peer = await startMcpPeer()
    const slug = await bench.connection({ kind: 'mcp', baseUrl: peer.baseUrl, secret: 'a-token-of-ours' })
    const offered = await bench.connectors().discover(bench.workspaceId, slug, bench.signal)
    const tool = offered.find(({ name }) => name === 'find_account')
    if (!tool) throw new Error('the tool is not offered')
    const find = operationOfTool(tool, pinOf(tool), [])
    const { id: connectionId } = await bench.db.prisma.connection.findFirstOrThrow({ where: { slug } })
    const asked = () => shown(slug, find, { name: 'Quill' })
    // What may not be called cannot be shown either.
    expect(await failure(asked())).toMatchObject({ code: 'operation_off' })
    await bench.db.prisma.connectionOperation.create({
      data: {
        ...{ id: newId('cop'), workspaceId: bench.workspaceId, connectionId, name: find.name, state: 'on' },
        definition: find as object,
      },
    })
    bench.forget()
    const made = await asked()
    expect(peer.calls).toEqual([])
    await bench.call(slug, find, { name: 'Quill' })
    await peer.close()
    expect(made).toMatchObject({ method: 'TOOL', url: peer.baseUrl })
    expect(headersOf(made)).toEqual({ authorization: 'Bearer [secret]' })
    expect(JSON.parse(made.body ?? '')).toEqual({
      method: 'tools/call',
      params: { name: 'find_account', arguments: { name: 'Quill' } },
    })
    expect(peer.calls).toEqual([{ tool: 'find_account', args: { name: 'Quill' } }])
  })
})
