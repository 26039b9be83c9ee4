import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operationSchema } from '@/domain/connection/operation'
import { smtpKind } from '@/domain/connection/kinds/smtp'
import { newWebhookKey, signatureProblem } from '@/server/auth/webhook-key'
import { ConnectorError } from './connector-error'
import type { Connectors } from './connectors'
import { failure, startConnectorBench, type ConnectorBench } from './testing/connector-bench'
import { startMailPeer } from './testing/mail-peer'

let bench: ConnectorBench
beforeAll(async () => {
  bench = await startConnectorBench()
})
afterAll(() => bench.close())

describe('a mail server', () => {
  const [send] = smtpKind.fixed ?? []
  if (!send) throw new Error('a mail server has one operation')
  const mail = { to: ['ben@example.com', 'cleo@example.com'], subject: 'Grüße', text: 'It is due.' }

  it('takes a mail from the one address, with the account, and the same mail has the same id', async () => {
    const account = { username: 'desk', password: 'a password' }
    const peer = await startMailPeer(account)
    const settings = { from: 'desk@example.org', tls: 'none', username: 'desk' }
    const slug = await bench.connection({
      kind: 'smtp',
      baseUrl: peer.baseUrl,
      settings,
      secret: account.password,
    })
    const answer = await bench.call(slug, send, mail, 'run:node:0')
    expect(answer).toMatchObject({ status: 200, body: { accepted: 2, refused: 0 } })
    await bench.call(slug, send, { ...mail, cc: 'dora@example.com' }, 'run:node:0')
    await peer.close()
    expect(peer.mails.map(({ from, to, user }) => [from, to, user])).toEqual([
      ['desk@example.org', mail.to, 'desk'],
      ['desk@example.org', [...mail.to, 'dora@example.com'], 'desk'],
    ])
    const [first, second] = peer.mails.map(({ raw }) => /^message-id: (.*)$/im.exec(raw)?.[1])
    expect(first).toBe(second)
    expect(peer.mails[0]?.raw).toContain('It is due.')
    expect(await bench.ledgerOf(slug)).toEqual([
      ['send', 'done', 200, null],
      ['send', 'done', 200, null],
    ])
  })

  it.each([
    ['a second header in the subject', { subject: 'Hello\r\nBcc: eve@example.com' }],
    ['a line break alone', { subject: 'Hello\nBcc: eve@example.com' }],
    ['a second header in an address', { to: 'ben@example.com\r\nBcc: eve@example.com' }],
    ['two addresses in one', { to: 'ben@example.com, eve@example.com' }],
    ['a display name', { to: '"eve@example.com" <ben@example.com>' }],
    ['a command after the address', { to: 'ben@example.com> SIZE=1' }],
    ['nobody', { to: [] }],
    ['no address', { to: 'ben' }],
    ['an address in a copy that is none', { cc: ['ben@example.com', 'eve'] }],
  ])('is never sent %s', async (_what, part) => {
    const peer = await startMailPeer()
    const slug = await bench.connection({
      kind: 'smtp',
      baseUrl: peer.baseUrl,
      settings: { from: 'a@example.org', tls: 'none' },
    })
    expect(await failure(bench.call(slug, send, { ...mail, ...part }))).toMatchObject({
      code: 'invalid_arguments',
      sent: false,
    })
    await peer.close()
    expect(peer.mails).toEqual([])
    expect(await bench.ledgerOf(slug)).toEqual([['send', 'held_back', 0, 'invalid_arguments']])
  })

  it('is told no word before the line is encrypted, unless that is set', async () => {
    const peer = await startMailPeer()
    const slug = await bench.connection({
      kind: 'smtp',
      baseUrl: peer.baseUrl,
      settings: { from: 'a@example.org' },
    })
    const told = await failure(bench.call(slug, send, mail))
    await peer.close()
    expect([told.code, told.sent, peer.mails]).toEqual(['misconfigured', false, []])
  })

  it('says what it refuses, for good and for now, and neither was sent', async () => {
    const peer = await startMailPeer({ username: 'desk', password: 'right' })
    const settings = { from: 'desk@example.org', tls: 'none', username: 'desk' }
    const slug = await bench.connection({ kind: 'smtp', baseUrl: peer.baseUrl, settings, secret: 'right' })
    const wrong = await bench.connection({ kind: 'smtp', baseUrl: peer.baseUrl, settings, secret: 'wrong' })
    expect((await bench.call(slug, send, { ...mail, to: 'refused@example.com' })).status).toBe(422)
    expect(await failure(bench.call(slug, send, { ...mail, to: 'later@example.com' }))).toMatchObject({
      code: 'limited',
      sent: false,
    })
    expect((await bench.call(wrong, send, mail)).status).toBe(401)
    await peer.close()
    expect(peer.mails).toEqual([])
    expect(await failure(bench.call(slug, send, mail))).toMatchObject({ code: 'network', sent: false })
  })
})

describe('a webhook', () => {
  it('can be checked by who receives it, and its id is the idempotency key', async () => {
    const key = newWebhookKey()
    const got: { id: string; timestamp: string; signature: string; body: Buffer }[] = []
    const server: Server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const header = (name: string) => String(request.headers[`webhook-${name}`])
        got.push({
          id: header('id'),
          timestamp: header('timestamp'),
          signature: header('signature'),
          body: Buffer.concat(chunks),
        })
        response.writeHead(202).end()
      })
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?to=desk`
    const won = operationSchema.parse({
      name: 'won',
      title: 'Won',
      effect: 'write',
      input: { type: 'object', properties: { deal: { type: 'string' } } },
      request: { kind: 'webhook', event: 'deal.won' },
    })
    const slug = await bench.connection({ kind: 'webhook', baseUrl, secret: key, operations: [won] })
    expect((await bench.call(slug, won, { deal: 'D-1' }, 'run:node:0')).status).toBe(202)
    const unsigned = await bench.connection({
      kind: 'webhook',
      baseUrl,
      secret: 'not a key',
      operations: [won],
    })
    expect(await failure(bench.call(unsigned, won, {}))).toMatchObject({ code: 'misconfigured' })
    server.close()
    const [message] = got
    if (!message) throw new Error('nothing came')
    const { body, ...headers } = message
    expect(got.length).toBe(1)
    expect(headers.id).toBe('run:node:0')
    expect(JSON.parse(body.toString())).toEqual({ type: 'deal.won', data: { deal: 'D-1' } })
    expect(signatureProblem([key], headers, body, new Date())).toBeUndefined()
    expect(signatureProblem([key], headers, Buffer.from(`${body.toString()} `), new Date())).toBeDefined()
    expect(signatureProblem([newWebhookKey()], headers, body, new Date())).toBeDefined()
  })
})

describe('any connection', () => {
  it('is held to its calls a minute, by all workers together', async () => {
    const peer = await startMailPeer()
    const slug = await bench.connection({
      kind: 'smtp',
      baseUrl: peer.baseUrl,
      settings: { from: 'a@example.org', tls: 'none' },
    })
    const { id } = await bench.db.prisma.connection.findFirstOrThrow({ where: { slug } })
    const { workspaceId } = bench
    await bench.db.prisma.serviceGuard.create({
      data: { id, workspaceId, kind: 'connection', requestsPerMinute: 3 },
    })
    const [send] = smtpKind.fixed ?? []
    const here = bench.connectors()
    const other = bench.another()
    const ask = (by: Connectors) =>
      by
        .call(workspaceId, slug, {
          operation: send!,
          arguments: { to: 'ben@example.com', subject: 's', text: 't' },
          timeoutMs: 5000,
          signal: bench.signal,
        })
        .then(
          () => 'sent',
          (error: unknown) => (error instanceof ConnectorError ? error.code : 'other'),
        )
    const came = await Promise.all([here, other, here, other, here, other].map(ask))
    await peer.close()
    expect(came.sort()).toEqual(['limited', 'limited', 'limited', 'sent', 'sent', 'sent'])
    expect(peer.mails.length).toBe(3)
  })
})
