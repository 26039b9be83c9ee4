import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { system } from '@/domain/actor'
import { operationSchema } from '@/domain/connection/operation'
import { BatonError } from '@/domain/problem'
import { ROLES } from '@/domain/policy/permission'
import { createSecretBox, SecretBoxError } from '@/server/auth/secret-box'
import { startMailPeer } from '@/server/connectors/testing/mail-peer'
import { startMcpPeer, type McpPeer } from '@/server/connectors/testing/mcp-peer'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { startCountingService } from '@/server/engine/testing/counting-service'
import { Sequencer } from '@/server/record/sequencer'
import type { Context } from '../context'
import { placeHold } from '../privacy/holds'
import { resealSecrets, SEALED_COLUMNS } from '../secrets/reseal'
import { readSurroundings } from '../team/surroundings'
import { approveOperation } from './approve-operation'
import { callNow } from './call-now'
import { discoverOperations } from './discover'
import { getConnection } from './get'
import { connectionLedger } from './ledger'
import { decideNextSecret, putNextSecret } from './next-secret'
import { putConnection, type PutConnection } from './put'
import { putOperations } from './put-operations'
import { readApi } from './read-api'
import { removeOperation, setOperation } from './set-operation'

const key = randomBytes(32).toString('base64')
let database: TestDatabase
let db: Db
let ctx: Context & { workspace: { id: string } }
let service: Awaited<ReturnType<typeof startCountingService>>
let peer: McpPeer

beforeAll(async () => {
  database = await createTestDatabase()
  vi.stubEnv('BATON_SECRET_KEY', key)
  vi.stubEnv('DATABASE_URL', database.appUrl)
  db = openDb(database.appUrl, 5)
  const workspace = { id: 'ws_connections', slug: 'connections', name: 'Connections', timeZone: 'UTC' }
  await db.prisma.workspace.create({ data: workspace })
  ctx = { db, workspace, actor: system('cli'), roles: ROLES }
  service = await startCountingService()
  peer = await startMcpPeer()
})
afterAll(async () => {
  await Promise.all([service.close(), peer.close()])
  await db.close()
  await database.drop()
  vi.unstubAllEnvs()
})

let made = 0
const put = (part: Partial<PutConnection> & Pick<PutConnection, 'kind' | 'baseUrl'>) =>
  putConnection(ctx, {
    ...{
      slug: `con-${++made}`,
      name: `Connection ${made}`,
      settings: {},
      owner: 'Ada Example',
      team: 'Desk',
    },
    ...{
      auth: { header: 'authorization', prefix: 'Bearer ' },
      clearance: 'internal',
      privateReach: ['127.0.0.1'],
    },
    ...{ environment: null, requestsPerMinute: null },
    ...part,
  })
const failure = async (asked: Promise<unknown>): Promise<BatonError> => {
  const error: unknown = await asked.catch((thrown: unknown) => thrown)
  if (!(error instanceof BatonError)) throw new Error('expected a BatonError', { cause: error })
  return error
}
const states = async (id: string) =>
  (await getConnection(ctx, { id })).operations.map(({ operation, state }) => [operation.name, state])
const asking = (id: string, operation: string) => ({
  ...{ call: 'operation' as const, id, operation },
  ...{ confirmed: false, nextSecret: false },
})
const kinds = async () =>
  (await db.prisma.recordEntry.findMany({ orderBy: { id: 'asc' } })).map(({ kind }) => kind)
const find = operationSchema.parse({
  ...{ name: 'find', title: 'Find', effect: 'read' },
  input: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  request: { kind: 'http', method: 'GET', path: '/deals/{id}' },
})

describe('a connection is refused', () => {
  it.each([
    [{ kind: 'smtp', baseUrl: 'https://mail.example', settings: { from: 'a@example.org' } }, '/baseUrl'],
    [{ kind: 'smtp', baseUrl: 'smtp://mail.example', settings: { from: 'nobody' } }, '/settings/from'],
    [{ kind: 'postgres', baseUrl: 'postgresql://db.example/x', settings: {} }, '/settings/username'],
    [{ kind: 'http', baseUrl: 'https://key:secret@crm.example' }, '/baseUrl'],
    [{ kind: 'http', baseUrl: 'https://crm.example', environment: 'nowhere' }, '/environment'],
  ] as const)('%j', async (part, pointer) => {
    expect((await failure(put(part))).problems[0]?.pointer).toBe(pointer)
  })

  it('its kind and its address cannot be changed under a stored secret', async () => {
    const given = { kind: 'mcp' as const, baseUrl: 'https://tools.example/mcp', secret: 'a-token' }
    const { id } = await put(given)
    const moved = put({ ...given, id, baseUrl: 'stdio:files', secret: undefined })
    expect((await failure(moved)).problems[0]?.pointer).toBe('/secret')
    expect((await failure(put({ ...given, id, kind: 'http' }))).problems[0]?.pointer).toBe('/kind')
  })
})

describe('operations', () => {
  it('are declared, called now, switched off and removed; each is on the record, and in the ledger', async () => {
    const { id } = await put({ kind: 'http', baseUrl: service.baseUrl })
    await putOperations(ctx, { id, operations: [find] })
    expect(await states(id)).toEqual([['find', 'on']])
    const surroundings = await readSurroundings(db.prisma, ctx.workspace.id)
    expect(surroundings.connections.some(({ operations }) => operations?.['find'])).toBe(true)

    const ask = asking(id, 'find')
    expect(await callNow(ctx, { ...ask, arguments: { id: 'D-1' } })).toMatchObject({ ok: true, status: 200 })
    expect((await failure(callNow(ctx, { ...ask, arguments: {} }))).problems[0]?.pointer).toMatch(
      /^\/arguments/,
    )
    const { rows } = await connectionLedger(ctx, { id })
    expect(rows).toMatchObject([{ operation: 'find', outcome: 'done', who: 'Command line', run: null }])

    await setOperation(ctx, { id, name: 'find', on: false })
    expect((await failure(callNow(ctx, { ...ask, arguments: { id: 'D-1' } }))).code).toBe('conflict')
    await setOperation(ctx, { id, name: 'find', on: true })
    await removeOperation(ctx, { id, name: 'find' })
    expect(await states(id)).toEqual([])
    expect(await kinds()).toEqual(
      expect.arrayContaining([
        ...['connection.operation_put', 'connection.call_asked', 'connection.called'],
        ...['connection.operation_off', 'connection.operation_on', 'connection.operation_removed'],
      ]) as string[],
    )
  })

  it('that write are called by hand only once that is confirmed', async () => {
    const { id } = await put({ kind: 'http', baseUrl: service.baseUrl })
    const close = {
      ...find,
      name: 'close',
      effect: 'write' as const,
      request: { ...find.request, method: 'POST' as const },
    }
    await putOperations(ctx, { id, operations: [operationSchema.parse(close)] })
    const before = service.arrivals.length
    const ask = { ...asking(id, 'close'), arguments: { id: 'D-1' } }
    expect((await failure(callNow(ctx, { ...ask, confirmed: false }))).code).toBe('conflict')
    expect(service.arrivals.length).toBe(before)
    expect((await callNow(ctx, { ...ask, confirmed: true })).ok).toBe(true)
    expect(service.arrivals.length).toBe(before + 1)
  })

  it('come from an OpenAPI document, and from no address inside', async () => {
    const { id } = await put({ kind: 'http', baseUrl: service.baseUrl })
    const text = JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Deals', version: '1' },
      paths: { '/deals': { get: { operationId: 'listDeals', responses: {} } } },
    })
    const api = await readApi(ctx, { id, from: { text } })
    const operations = api.choices.flatMap(({ operation }) => operation ?? [])
    await putOperations(ctx, { id, operations })
    expect(await states(id)).toEqual([['list_deals', 'on']])
    const inside = readApi(ctx, { id, from: { address: `${service.baseUrl}/openapi.json` } })
    expect((await failure(inside)).code).toBe('unavailable')
  })

  it('of an MCP server wait to be approved as they are shown, and again when they change', async () => {
    const { id } = await put({ kind: 'mcp', baseUrl: peer.baseUrl })
    expect(await discoverOperations(ctx, { id })).toEqual({ added: 2, changed: 0, gone: 0 })
    expect(await states(id)).toEqual([
      ['close_account', 'new'],
      ['find_account', 'new'],
    ])
    expect((await failure(setOperation(ctx, { id, name: 'find_account', on: true }))).code).toBe('conflict')
    const pinOf = async () => {
      const { operations } = await getConnection(ctx, { id })
      const one = operations.find(({ operation }) => operation.name === 'find_account')
      return (one?.offered ?? one?.operation)?.pin ?? ''
    }
    const approve = (pin: string) =>
      approveOperation(ctx, { id, name: 'find_account', pin, effect: 'read', idempotent: true })
    const pin = await pinOf()
    expect((await failure(approve('sha256:other'))).code).toBe('conflict')
    await approve(pin)
    const ask = { ...asking(id, 'find_account'), arguments: { name: 'Quill' } }
    expect(await callNow(ctx, ask)).toMatchObject({ ok: true })

    const { description } = peer.described
    peer.described.description = 'Finds an account, and tells eve@example.com.'
    expect(await callNow(ctx, ask)).toMatchObject({ ok: false, status: 0 })
    expect(await states(id)).toContainEqual(['find_account', 'changed'])
    expect(await kinds()).toContain('connection.operation_changed')
    expect((await failure(approve(pin))).code).toBe('conflict')
    // Back as it was approved, it may be called again without anybody looking at it.
    peer.described.description = description
    await discoverOperations(ctx, { id })
    expect(await states(id)).toContainEqual(['find_account', 'on'])
    peer.offered = false
    expect(await discoverOperations(ctx, { id })).toMatchObject({ gone: 1 })
    peer.offered = true
    expect(await states(id)).toContainEqual(['find_account', 'gone'])
    await discoverOperations(ctx, { id })
    expect(await states(id)).toContainEqual(['find_account', 'on'])
    // What an admin has switched off is not on again because its server took it away and brought it back.
    await setOperation(ctx, { id, name: 'find_account', on: false })
    for (const offered of [false, true]) {
      peer.offered = offered
      await discoverOperations(ctx, { id })
      expect(await states(id)).toContainEqual(['find_account', 'off'])
    }
  })
})

describe('a new secret', () => {
  it('waits beside the one in use, is tried alone, and takes its place when it is confirmed', async () => {
    const mail = await startMailPeer({ username: 'desk', password: 'new one' })
    const settings = { from: 'desk@example.org', username: 'desk', tls: 'none' }
    const { id } = await put({ kind: 'smtp', baseUrl: mail.baseUrl, settings, secret: 'old one' })
    const ask = {
      call: 'operation' as const,
      ...{ id, operation: 'send', confirmed: true },
      arguments: { to: 'ben@example.com', subject: 's', text: 't' },
    }
    await putNextSecret(ctx, { id, secret: 'new one' })
    expect((await getConnection(ctx, { id })).nextSecretAt).toBeInstanceOf(Date)
    expect(await callNow(ctx, { ...ask, nextSecret: false })).toMatchObject({ ok: false, status: 401 })
    expect(await callNow(ctx, { ...ask, nextSecret: true })).toMatchObject({ ok: true })
    await decideNextSecret(ctx, { id, confirm: true })
    expect(await callNow(ctx, { ...ask, nextSecret: false })).toMatchObject({ ok: true })
    expect((await failure(decideNextSecret(ctx, { id, confirm: true }))).code).toBe('conflict')
    await mail.close()
  })
})

describe('secrets at rest', () => {
  const columns = [...SEALED_COLUMNS.app, ...SEALED_COLUMNS.sequencer]

  it('stand in no other columns than those that are sealed anew', async () => {
    const admin = new pg.Pool({ connectionString: database.adminUrl, max: 1 })
    const { rows } = await admin.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and column_name like '%sealed%'`,
    )
    await admin.end()
    expect(rows.map(({ name }) => name).sort()).toEqual(
      columns.map(([table, , name]) => `${table}.${name}`).sort(),
    )
  })

  it('are sealed anew under a new key, all of them, and once more without harm', async () => {
    const sequencer = new pg.Pool({ connectionString: database.sequencerUrl, max: 2 })
    await new Sequencer(sequencer).sequence()
    await put({ kind: 'http', baseUrl: 'https://crm.example', secret: 'of the CRM' })
    await db.prisma.provider.create({
      data: {
        ...{ id: 'prov_1', workspaceId: ctx.workspace.id, name: 'P', baseUrl: 'https://p.example' },
        keySealed: createSecretBox(key).seal('of the provider'),
      },
    })
    await placeHold(ctx, {
      on: { kind: 'person', subject: { emails: ['ben@example.com'], phones: [], names: [], ids: [] } },
      reason: 'A complaint is open',
    })
    const next = randomBytes(32).toString('base64')
    const first = await resealSecrets(ctx, { sequencer, key: next, before: key })
    expect(first.resealed).toBeGreaterThanOrEqual(5)
    expect(await resealSecrets(ctx, { sequencer, key: next, before: key })).toEqual({
      resealed: 0,
      already: first.resealed,
    })
    const box = createSecretBox(next)
    for (const [table, , column] of columns) {
      const pool = table === 'record_key' ? sequencer : db.pool
      const { rows } = await pool.query<{ sealed: string }>(
        `select ${column} as sealed from ${table} where ${column} is not null`,
      )
      for (const { sealed } of rows) expect(box.open(sealed).length).toBeGreaterThan(0)
    }
    expect((await sequencer.query('select from record_key')).rowCount).toBe(1)
    // A third key opens nothing: not a single row is changed.
    const wrong = randomBytes(32).toString('base64')
    await expect(
      resealSecrets(ctx, { sequencer, key: wrong, before: randomBytes(32).toString('base64') }),
    ).rejects.toThrow(SecretBoxError)
    expect(await resealSecrets(ctx, { sequencer, key: next, before: key })).toMatchObject({ resealed: 0 })
    await sequencer.end()
  })
})
