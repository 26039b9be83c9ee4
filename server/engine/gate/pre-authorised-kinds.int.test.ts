import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { operationOfTool } from '@/domain/connection/approval'
import type { ConnectionKind } from '@/domain/connection/kinds/registry'
import { smtpKind } from '@/domain/connection/kinds/smtp'
import { operationSchema, type Operation } from '@/domain/connection/operation'
import { createSecretBox } from '@/server/auth/secret-box'
import { createConnectors } from '@/server/connectors/connectors'
import { pinOf } from '@/server/connectors/mcp'
import { startMailPeer } from '@/server/connectors/testing/mail-peer'
import { startMcpPeer, type McpPeer } from '@/server/connectors/testing/mcp-peer'
import { newId } from '@/server/db/id'
import { authoriseAgent, listAuthorisations } from '@/server/services/gate/authorisations'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from '../testing/bundle'
import { saying, startEngineBench, type EngineBench } from '../testing/engine-bench'

let bench: EngineBench
let mail: Awaited<ReturnType<typeof startMailPeer>>
let tools: McpPeer
let orders: pg.Pool
const box = createSecretBox(Buffer.alloc(32, 7).toString('base64'))

const text = { type: 'string' }
const object = (properties: object) => ({ type: 'object', properties, additionalProperties: false })
const write = (part: object) => operationSchema.parse({ effect: 'write', idempotent: true, ...part })
const pay = write({
  ...{ name: 'pay', title: 'Mark as paid', input: object({ id: text }) },
  request: {
    ...{ kind: 'postgres', statement: 'insert into paid (id) values ($1)', values: ['id'] },
  },
})
const won = write({
  ...{ name: 'won', title: 'Deal won', input: object({ id: text }) },
  request: { kind: 'webhook', event: 'deal.won' },
})
const book = write({
  ...{ name: 'book', title: 'Book it', input: object({ id: text }) },
  request: { kind: 'http', method: 'POST', path: '/deals/{id}/bookings' },
})

/** By kind: what is called, with which fields, and how often it has arrived there. */
interface Peer {
  operation: Operation
  fields: { name: string; value: string }[]
  arrived: () => Promise<number> | number
}
const peers = new Map<ConnectionKind, Peer>()

async function connect(kind: ConnectionKind, peer: Peer, row: object): Promise<void> {
  const { db, workspaceId } = bench
  const id = newId('con')
  await db.prisma.connection.create({
    data: {
      ...{ id, workspaceId, slug: `by-${kind}`, name: kind, kind, owner: 'Ada Example', baseUrl: '' },
      ...{ privateReach: ['127.0.0.1'], ...row },
    },
  })
  if (kind !== 'smtp')
    await db.prisma.connectionOperation.create({
      data: {
        ...{ id: newId('cop'), workspaceId, connectionId: id, name: peer.operation.name, state: 'on' },
        definition: peer.operation as object,
      },
    })
  peers.set(kind, peer)
  await publish(kind, peer.operation)
}

/** A guarded agent's work of medium risk: a person, unless it is pre-authorised. */
async function publish(kind: ConnectionKind, operation: Operation, as: string = kind): Promise<void> {
  const slug = `by-${kind}`
  const bundle = dealBundle({
    action: {
      ...{ connection: slug, operation: operation.name, risk: 'medium', fields: peers.get(kind)?.fields },
    },
  })
  await bench.team(as, {
    ...bundle,
    agents: { writer: { ...bundle.agents['writer']!, autonomy: 2 } },
    connections: {
      [slug]: {
        ...bundle.connections['crm']!,
        ...{ slug, name: kind, operations: { [operation.name]: operation } },
      },
    },
  })
}

beforeAll(async () => {
  bench = await startEngineBench()
  const { db, workspaceId } = bench
  await db.prisma.agent.create({
    data: { id: newId('agt'), workspaceId, slug: 'writer', definition: {} },
  })
  mail = await startMailPeer()
  tools = await startMcpPeer()
  const url = new URL(inject('cluster').adminUrl)
  orders = new pg.Pool({ connectionString: url.href, max: 1 })
  await orders.query('drop table if exists paid; create table paid (id text)')
  const byId = [{ name: 'id', value: 'draft.deal_id' }]
  const hooks = () => bench.service.arrivals.filter(({ path }) => path === '/hooks').length
  const bookings = () => bench.service.arrivals.filter(({ path }) => path.endsWith('/bookings')).length
  await connect(
    'http',
    { operation: book, fields: byId, arrived: bookings },
    { baseUrl: bench.service.baseUrl },
  )
  await connect(
    'webhook',
    { operation: won, fields: byId, arrived: hooks },
    { baseUrl: `${bench.service.baseUrl}/hooks`, secretSealed: box.seal(`whsec_${'A'.repeat(44)}`) },
  )
  await connect(
    'smtp',
    {
      operation: smtpKind.fixed![0]!,
      fields: [
        { name: 'to', value: "'ben@example.com'" },
        { name: 'subject', value: "'Deal ' + draft.deal_id" },
        { name: 'text', value: "'It is due.'" },
      ],
      arrived: () => mail.mails.length,
    },
    { baseUrl: mail.baseUrl, settings: { from: 'desk@example.org', tls: 'none' } },
  )
  await connect(
    'postgres',
    {
      ...{ operation: pay, fields: byId },
      arrived: async () =>
        Number((await orders.query<{ n: string }>('select count(*) n from paid')).rows[0]?.n),
    },
    {
      baseUrl: `postgresql://${url.hostname}:${url.port}${url.pathname}`,
      settings: { username: url.username, tls: 'none' },
      secretSealed: box.seal(decodeURIComponent(url.password) || 'none'),
    },
  )
  const connectors = createConnectors({ db, secrets: () => box })
  bench.driver.engine.connectors = connectors
  await connect(
    'mcp',
    { operation: book, fields: [], arrived: () => tools.calls.length },
    { baseUrl: tools.baseUrl },
  )
  const [offered] = (await connectors.discover(workspaceId, 'by-mcp', new AbortController().signal)).filter(
    ({ name }) => name === 'find_account',
  )
  const tool = operationOfTool(offered!, pinOf(offered!), [])
  await db.prisma.connectionOperation.updateMany({
    where: {
      name: 'book',
      connectionId: (await db.prisma.connection.findFirstOrThrow({ where: { slug: 'by-mcp' } })).id,
    },
    data: { name: tool.name, definition: tool as object },
  })
  peers.set('mcp', {
    ...{ operation: tool, fields: [{ name: 'name', value: "'Quill'" }] },
    arrived: () => tools.calls.length,
  })
  await publish('mcp', tool, 'mcp-tool')
})
afterAll(async () => {
  await orders.query('drop table paid')
  await orders.end()
  await Promise.all([mail.close(), tools.close()])
  await bench.close()
})
beforeEach(() => {
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 7 }))
  bench.driver.engine.connectors = createConnectors({ db: bench.db, secrets: () => box })
})

const admin = () => bench.context(['admin'], 'usr_admin')
const teamOf = (kind: ConnectionKind) => (kind === 'mcp' ? 'mcp-tool' : kind)
const run = async (team: string) => {
  const { id } = await startRun(bench.context(['operator']), { team, input: { deal_id: 'D-1' } })
  return bench.settled(id)
}
const grant = (kind: ConnectionKind, more: object = {}) =>
  authoriseAgent(admin(), {
    ...{ agent: 'writer', connection: `by-${kind}`, condition: '', perDay: 50, until: null },
    covers: { by: 'operation', operation: peers.get(kind)!.operation.name },
    reason: 'Every day',
    ...more,
  })
const changeOf = async (id: string) =>
  (await listAuthorisations(admin(), { agent: 'writer' })).find((one) => one.id === id)

describe.each(['http', 'webhook', 'smtp', 'postgres', 'mcp'] as const)('an operation over %s', (kind) => {
  const arrived = async () => peers.get(kind)!.arrived()

  it('waits for a person until it is pre-authorised, and then goes out', async () => {
    const before = await arrived()
    expect((await run(teamOf(kind))).status).toBe('waiting')
    const { id } = await grant(kind)
    const done = await run(teamOf(kind))
    expect([done.status, done.reviews]).toEqual(['done', []])
    expect(await arrived()).toBe(before + 1)
    expect(await bench.db.prisma.preAuthorisationUse.count({ where: { authorisationId: id } })).toBe(1)
    const gate = done.steps.find(({ node }) => node === 'update')?.result.gate
    expect(gate?.stages).toContainEqual(
      expect.objectContaining({ stage: 'person', outcome: 'not_needed', authorisations: [id] }),
    )
  })

  it('that was published as another is not covered', async () => {
    const { operation } = peers.get(kind)!
    await publish(kind, { ...operation, title: 'Something else' }, `${kind}-changed`)
    expect((await run(`${kind}-changed`)).status).toBe('waiting')
  })

  it('is not covered once its connection leads elsewhere, and is again once it leads back', async () => {
    const where = { slug: `by-${kind}` }
    const { baseUrl } = await bench.db.prisma.connection.findFirstOrThrow({ where })
    const before = await arrived()
    const lead = async (to: string) => {
      await bench.db.prisma.connection.updateMany({ where, data: { baseUrl: to } })
      bench.driver.engine.connectors = createConnectors({ db: bench.db, secrets: () => box })
    }
    await lead(baseUrl.replace('127.0.0.1', 'localhost'))
    expect((await run(teamOf(kind))).status).toBe('waiting')
    expect(await arrived()).toBe(before)
    const listed = await listAuthorisations(admin(), { agent: 'writer' })
    expect(listed.find(({ connection }) => connection === where.slug)).toMatchObject({
      ...{ holds: false, changed: 'endpoint' },
    })
    await lead(baseUrl)
    expect((await run(teamOf(kind))).status).toBe('done')
  })
})

describe('what cannot be pre-authorised', () => {
  it.each([
    [
      'an operation that is not there',
      { covers: { by: 'operation', operation: 'nothing' } },
      '/covers/operation',
    ],
    [
      'requests over what is called by operations',
      { covers: { by: 'request', method: 'POST', path: '/x' } },
      '/covers',
    ],
    ['a connection that is not there', { connection: 'nowhere' }, '/connection'],
  ])('%s', async (_what, more, pointer) => {
    await expect(grant('smtp', more)).rejects.toMatchObject({ problems: [{ pointer }] })
  })

  it('an MCP tool that was approved anew since: it is given anew', async () => {
    const { operation } = peers.get('mcp')!
    const { id } = await grant('mcp')
    await bench.db.prisma.connectionOperation.updateMany({
      where: { name: operation.name },
      data: { definition: { ...operation, pin: 'sha256:another' } as object },
    })
    expect((await run('mcp-tool')).status).toBe('waiting')
    expect(await changeOf(id)).toMatchObject({ changed: 'endpoint' })
  })
})

it('lasts to the end of its last day in the workspace’s time zone', async () => {
  const context = admin()
  const workspace = { ...context.workspace!, timeZone: 'Pacific/Auckland' }
  const { id } = await authoriseAgent(
    { ...context, workspace },
    {
      ...{ agent: 'writer', connection: 'by-http', condition: '', perDay: 5, until: '2100-06-30' },
      covers: { by: 'request', method: 'POST', path: '/deals/*' },
      reason: 'For a while',
    },
  )
  const row = await bench.db.prisma.preAuthorisation.findUniqueOrThrow({ where: { id } })
  expect(row.until?.toISOString()).toBe('2100-06-30T12:00:00.000Z')
  const listed = await listAuthorisations({ ...context, workspace }, { agent: 'writer' })
  expect(listed.find((one) => one.id === id)?.until).toBe('2100-06-30')
})
