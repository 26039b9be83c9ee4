import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { system } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import { ROLES } from '@/domain/policy/permission'
import { seedPracticeWorkspace } from '@/prisma/seed/practice-workspace'
import { createSecretBox } from '@/server/auth/secret-box'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { startPractice, type Practice } from '@/prisma/seed/start-practice'
import { CatalogCache } from '@/server/models/catalog'
import { chooseCandidates } from '@/server/models/candidates'
import { startScriptedServer, type ScriptedServer } from '@/server/models/testing/scripted-server'
import { listConnections } from '../connection/list'
import { putConnection } from '../connection/put'
import { removeConnection } from '../connection/remove'
import { resetConnection } from '../connection/reset'
import { callNow } from '../connection/call-now'
import type { Context } from '../context'
import { listModels } from './list'
import { putLimits } from './put-limits'
import { putModel } from './put-model'
import { putProvider } from './put-provider'
import { removeProvider } from './remove'
import { resetModel } from './reset'
import { testModel } from './test'

const key = randomBytes(32).toString('base64')
let database: TestDatabase
let db: Db
let practice: Practice
let server: ScriptedServer
let ctx: Context & { workspace: { id: string } }

beforeAll(async () => {
  database = await createTestDatabase()
  vi.stubEnv('BATON_SECRET_KEY', key)
  vi.stubEnv('DATABASE_URL', database.appUrl)
  db = openDb(database.appUrl, 10)
  const workspace = await seedPracticeWorkspace(db, createSecretBox(key))
  ctx = { db, workspace, actor: system('cli'), roles: ROLES }
  practice = await startPractice({ db, delayMs: 0 })
  server = await startScriptedServer()
  server.list('alpha-mini', 'alpha-embedding')
})
afterAll(async () => {
  await Promise.all([practice.stop(), server.close()])
  await db.close()
  await database.drop()
  vi.unstubAllEnvs()
})

const failure = async (work: Promise<unknown>): Promise<BatonError> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  if (error instanceof BatonError) return error
  throw new Error('expected a BatonError', { cause: error })
}
const used = async () =>
  chooseCandidates(await new CatalogCache(db).of(ctx.workspace.id), {
    slug: 'a',
    tier: 'standard',
    models: [],
  }).map(({ name }) => name)
const kinds = async () => {
  const rows = await db.prisma.recordEntry.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ kind }) => kind)
}
const provider = { name: 'Alpha', key: 'sk-alpha-0123456789' }

describe('pasting a key', () => {
  let id: string

  it('is answered by the sandbox until then', async () => {
    expect(await listModels(ctx)).toMatchObject({
      sandboxInUse: true,
      providers: [{ sandbox: true, hasKey: false }],
    })
    expect(await used()).toEqual(['baton-sandbox-standard'])
    const [sandbox] = (await listModels(ctx)).providers
    expect(sandbox?.models.map(({ tier }) => tier)).toEqual(['small', 'standard', 'large'])
    expect(await testModel(ctx, { id: sandbox?.models[0]?.id ?? '' })).toMatchObject({ ok: true })
  })

  it('stores nothing when the provider does not answer or is no provider', async () => {
    const nobody = await failure(putProvider(ctx, { ...provider, baseUrl: 'http://127.0.0.1:9/v1' }))
    expect(nobody).toMatchObject({ code: 'invalid', problems: [{ pointer: '/baseUrl' }] })
    expect(await db.prisma.provider.count()).toBe(1)
  })

  it('adds its chat models, off while their price is not known', async () => {
    const saved = await putProvider(ctx, { ...provider, baseUrl: server.baseUrl })
    id = saved.id
    expect(saved).toMatchObject({ added: ['alpha-mini'], enabled: [], unpriced: ['alpha-mini'] })
    const { providers, sandboxInUse } = await listModels(ctx)
    expect(sandboxInUse).toBe(true)
    expect(providers[0]).toMatchObject({
      name: 'Alpha',
      hasKey: true,
      models: [{ name: 'alpha-mini', enabled: false }],
    })
    const rows = JSON.stringify(providers, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(rows).not.toContain('sk-alpha')
    expect((await db.prisma.provider.findUnique({ where: { id } }))?.keySealed).toMatch(/^v1\./)
  })

  it('uses it once it has a price, before the sandbox, and tests it live', async () => {
    const model = (await listModels(ctx)).providers[0]?.models[0]?.id ?? ''
    expect((await failure(putModel(ctx, { id: model, enabled: true }))).problems[0]?.pointer).toBe(
      '/inMicrosPerMTok',
    )
    await putModel(ctx, {
      id: model,
      enabled: true,
      inMicrosPerMTok: 100_000n,
      outMicrosPerMTok: 400_000n,
      tier: 'small',
    })
    expect(await used()).toEqual(['alpha-mini'])

    server.script('alpha-mini', { say: '{"ready":true}', usage: [30, 5] })
    expect(await testModel(ctx, { id: model })).toMatchObject({
      ok: true,
      model: 'alpha-mini',
      tokensIn: 30,
      costMicros: 5n,
    })
    expect(server.seen.at(-1)?.key).toBe('sk-alpha-0123456789')
    server.script('alpha-mini', { status: 401, message: 'Incorrect API key provided: sk-alpha-0123456789' })
    const failed = await testModel(ctx, { id: model })
    expect(failed.ok).toBe(false)
    expect(failed.says).not.toContain('sk-alpha-0123456789')
  })

  it('keeps limits of a provider and of a model, shows what is used, and puts both on the record', async () => {
    const found = async () => (await listModels(ctx)).providers.find((each) => each.id === id)
    const model = (await found())?.models[0]?.id ?? ''
    const none = { requestsPerMinute: null, tokensPerMinute: null, parallelCalls: null }
    await putLimits(ctx, { ...none, id, requestsPerMinute: 60 })
    await putLimits(ctx, { ...none, id: model, tokensPerMinute: 90_000, parallelCalls: 4 })
    server.script('alpha-mini', { say: '{"ready":true}', usage: [30, 5] })
    await testModel(ctx, { id: model })
    expect(await found()).toMatchObject({
      guard: { requestsPerMinute: 60, requests: 1, waiting: 0, breaker: 'closed' },
      models: [
        { guard: { tokensPerMinute: 90_000, parallelCalls: 4, requests: 1, tokens: 35, parallel: 0 } },
      ],
    })
    await putLimits(ctx, { ...none, id: model })
    await putLimits(ctx, { ...none, id })
    expect(await found()).toMatchObject({ guard: none, models: [{ guard: none }] })
    expect((await kinds()).filter((kind) => kind === 'limits.set')).toHaveLength(4)
    expect((await failure(putLimits(ctx, { ...none, id: 'mod_nobody' }))).code).toBe('not_found')
  })

  it('shows an open circuit with its last fault, and closes it by hand, on the record', async () => {
    const found = async () => (await listModels(ctx)).providers.find((each) => each.id === id)?.models[0]
    const model = (await found())?.id ?? ''
    server.script('alpha-mini', { status: 503 })
    for (let i = 0; i < 5; i++) await testModel(ctx, { id: model })
    expect((await found())?.guard).toMatchObject({ breaker: 'open', lastError: 'server_error 503' })
    expect((await found())?.guard?.errors).toBeGreaterThanOrEqual(5)
    const asked = server.seen.length
    expect((await testModel(ctx, { id: model })).says).toContain('open circuit')
    expect(server.seen).toHaveLength(asked)

    expect((await failure(resetModel({ ...ctx, roles: ['operator'] }, { id: model }))).code).toBe('forbidden')
    await resetModel(ctx, { id: model })
    expect((await found())?.guard).toMatchObject({ breaker: 'closed', errors: 0, lastError: null })
    server.script('alpha-mini', { say: '{"ready":true}' })
    expect(await testModel(ctx, { id: model })).toMatchObject({ ok: true })
    const entry = await db.prisma.recordEntry.findFirstOrThrow({ where: { kind: 'model.reset' } })
    expect(JSON.parse(Buffer.from(entry.body).toString())).toMatchObject({
      data: { model, breaker: 'open', last_error: 'server_error 503' },
    })
  })

  it('sends a stored key nowhere but where it was entered for', async () => {
    const elsewhere = { id, name: 'Alpha', baseUrl: 'http://127.0.0.1:9/v1' }
    expect((await failure(putProvider(ctx, elsewhere))).problems[0]?.pointer).toBe('/key')
    expect((await failure(putProvider(ctx, { ...provider, baseUrl: server.baseUrl }))).code).toBe('conflict')
  })

  it('gives the sandbox back when the provider is removed, and never removes the sandbox', async () => {
    await removeProvider(ctx, { id })
    expect(await used()).toEqual(['baton-sandbox-standard'])
    const sandbox = await db.prisma.provider.findFirstOrThrow()
    expect((await failure(removeProvider(ctx, { id: sandbox.id }))).code).toBe('conflict')
    expect(await kinds()).toEqual(
      expect.arrayContaining(['provider.added', 'model.changed', 'provider.removed']) as string[],
    )
  })

  it('is for admins only, and a refusal is on the record', async () => {
    const operator: Context = { ...ctx, roles: ['operator'] }
    expect((await failure(putProvider(operator, { ...provider, baseUrl: server.baseUrl }))).code).toBe(
      'forbidden',
    )
    expect(await kinds()).toContain('access.refused')
  })
})

describe('connections', () => {
  const given = {
    slug: 'billing',
    name: 'Billing',
    kind: 'http' as const,
    settings: {},
    team: '',
    environment: null,
    requestsPerMinute: null,
    baseUrl: 'http://127.0.0.1:9',
    auth: { header: 'x-api-key', prefix: '' },
    secret: 'billing-secret',
    owner: 'Arvid Quill',
    clearance: 'internal' as const,
    privateReach: ['127.0.0.1'],
  }

  it('are made, tested live, changed and removed; secrets are never read back', async () => {
    const before = await listConnections(ctx)
    const { id } = await putConnection(ctx, given)
    expect(JSON.stringify(await listConnections(ctx))).not.toContain('billing-secret')
    expect((await failure(putConnection(ctx, given))).problems[0]?.pointer).toBe('/slug')
    expect(await callNow(ctx, { call: 'path', id, path: '/' })).toMatchObject({ ok: false, status: 0 })

    const { secret: _, ...same } = { ...given, id }
    expect(
      (await failure(putConnection(ctx, { ...same, baseUrl: `${practice.base}/crm` }))).problems[0]?.pointer,
    ).toBe('/secret')
    await putConnection(ctx, { ...given, id, baseUrl: `${practice.base}/crm` })
    expect(await callNow(ctx, { call: 'path', id, path: '/accounts' })).toMatchObject({
      ok: false,
      status: 401,
    })
    await putConnection(ctx, { ...given, id, baseUrl: `${practice.base}/crm`, privateReach: [] })
    expect((await callNow(ctx, { call: 'path', id, path: '/' })).says).toContain('may not be called')
    await removeConnection(ctx, { id })
    expect(await listConnections(ctx)).toEqual(before)
  })

  it('show an open circuit, which an admin closes by hand', async () => {
    const { id } = await putConnection(ctx, { ...given, slug: 'broken' })
    for (let i = 0; i < 5; i++) await callNow(ctx, { call: 'path', id, path: '/' })
    const found = async () => (await listConnections(ctx)).find((each) => each.id === id)?.guard
    expect(await found()).toMatchObject({ breaker: 'open', errors: 5, calls: 5, lastError: 'network' })
    expect((await callNow(ctx, { call: 'path', id, path: '/' })).says).toContain('open circuit')
    await resetConnection(ctx, { id })
    expect(await found()).toMatchObject({ breaker: 'closed', errors: 0 })
    expect((await callNow(ctx, { call: 'path', id, path: '/' })).says).toContain('line to Billing failed')
    expect(await kinds()).toContain('connection.reset')
    await removeConnection(ctx, { id })
  })

  it('stay while a team or a tool calls by them', async () => {
    const [crm] = await listConnections(ctx)
    expect(crm).toMatchObject({ slug: 'practice-crm', practice: true, hasSecret: true })
    expect(await callNow(ctx, { call: 'path', id: crm?.id ?? '', path: '/accounts?limit=1' })).toMatchObject({
      ok: true,
    })
    const refused = await failure(removeConnection(ctx, { id: crm?.id ?? '' }))
    expect(refused.message).toContain('used by Retrieval, Sales operations')
  })
})
