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
import { testConnection } from '../connection/test'
import type { Context } from '../context'
import { listModels } from './list'
import { putModel } from './put-model'
import { putProvider } from './put-provider'
import { removeProvider } from './remove'
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
    baseUrl: 'http://127.0.0.1:9',
    auth: { header: 'x-api-key', prefix: '' },
    secret: 'billing-secret',
    owner: 'Arvid Quill',
    clearance: 'internal' as const,
    allowPrivate: true,
  }

  it('are made, tested live, changed and removed; secrets are never read back', async () => {
    const { id } = await putConnection(ctx, given)
    expect(JSON.stringify(await listConnections(ctx))).not.toContain('billing-secret')
    expect((await failure(putConnection(ctx, given))).problems[0]?.pointer).toBe('/slug')
    expect(await testConnection(ctx, { id, path: '/' })).toMatchObject({ ok: false, status: 0 })

    const { secret: _, ...same } = { ...given, id }
    expect(
      (await failure(putConnection(ctx, { ...same, baseUrl: practice.crmUrl }))).problems[0]?.pointer,
    ).toBe('/secret')
    await putConnection(ctx, { ...given, id, baseUrl: practice.crmUrl })
    expect(await testConnection(ctx, { id, path: '/accounts' })).toMatchObject({ ok: false, status: 401 })
    await putConnection(ctx, { ...given, id, baseUrl: practice.crmUrl, allowPrivate: false })
    expect((await testConnection(ctx, { id, path: '/' })).says).toContain('may not be called')
    await removeConnection(ctx, { id })
    expect(await listConnections(ctx)).toHaveLength(1)
  })

  it('stay while a team or a tool calls by them', async () => {
    const [crm] = await listConnections(ctx)
    expect(crm).toMatchObject({ slug: 'practice-crm', practice: true, hasSecret: true })
    expect(await testConnection(ctx, { id: crm?.id ?? '', path: '/accounts?limit=1' })).toMatchObject({
      ok: true,
    })
    const refused = await failure(removeConnection(ctx, { id: crm?.id ?? '' }))
    expect(refused.message).toContain('used by Retrieval, Sales operations')
  })
})
