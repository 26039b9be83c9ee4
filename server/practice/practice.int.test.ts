import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureFirstAdmin } from '@/prisma/seed/first-admin'
import { seedPracticeWorkspace } from '@/prisma/seed/practice-workspace'
import { createSecretBox } from '@/server/auth/secret-box'
import { verifyPassword } from '@/server/auth/password'
import { createConnectors } from '@/server/connectors/connectors'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { startPractice, type Practice } from '@/prisma/seed/start-practice'
import { createModelPool } from '@/server/models/pool'

const box = createSecretBox(randomBytes(32).toString('base64'))
let database: TestDatabase
let db: Db
let dir: string
let practice: Practice
let workspaceId: string

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 10)
  dir = mkdtempSync(join(tmpdir(), 'practice-'))
  workspaceId = (await seedPracticeWorkspace(db, box)).id
  practice = await startPractice({ db, dir, delayMs: 0, secrets: () => box })
})
afterAll(async () => {
  await practice.stop()
  await db.close()
  await database.drop()
  rmSync(dir, { recursive: true })
})

const counts = async () => ({
  users: await db.prisma.user.count(),
  models: await db.prisma.model.count(),
  agents: await db.prisma.agent.count(),
  budgets: await db.prisma.budget.count(),
  versions: await db.prisma.teamVersion.count(),
  connections: await db.prisma.connection.count(),
  entries: await db.prisma.recordEntry.count(),
})

describe('the seed', () => {
  it('makes a workspace with a published team, and nothing twice', async () => {
    const before = await counts()
    expect(before).toMatchObject({ users: 5, models: 3, agents: 3, budgets: 5, versions: 1, connections: 6 })
    await seedPracticeWorkspace(db, box)
    expect(await counts()).toEqual(before)
    const roles = (await db.prisma.membership.findMany()).flatMap((membership) => membership.roles)
    expect(new Set(roles)).toEqual(new Set(['operator', 'reviewer', 'auditor', 'admin']))
  })

  it('leaves what people changed', async () => {
    await db.prisma.budget.updateMany({ where: { scope: 'workspace' }, data: { capMicros: 7n } })
    await seedPracticeWorkspace(db, box)
    expect((await db.prisma.budget.findFirst({ where: { scope: 'workspace' } }))?.capMicros).toBe(7n)
    await db.prisma.budget.updateMany({ where: { scope: 'workspace' }, data: { capMicros: 50_000_000n } })
  })

  it('makes a first admin once', async () => {
    const admin = await ensureFirstAdmin(db, workspaceId)
    const user = await db.prisma.user.findUnique({ where: { email: admin?.email ?? '' } })
    expect(await verifyPassword(user?.passwordHash, admin?.password ?? '')).toBe(true)
    expect(await ensureFirstAdmin(db, workspaceId)).toBeUndefined()
  })
})

describe('the practice services', () => {
  it('answer the connector with the seeded key, and nobody without', async () => {
    const connectors = createConnectors({ db, secrets: () => box })
    const signal = new AbortController().signal
    const get = { method: 'GET', path: '/accounts/acc-0001', timeoutMs: 3000, signal }
    expect(await connectors.call(workspaceId, 'practice-crm', get)).toMatchObject({
      status: 200,
      body: { id: 'acc-0001' },
    })
    expect((await fetch(`${practice.base}/crm/accounts`)).status).toBe(401)
    await expect(connectors.call(workspaceId, 'nothing', get)).rejects.toMatchObject({
      code: 'unknown_connection',
    })
  })

  it('answer the pool, at practice prices', async () => {
    const pool = createModelPool({ db, secrets: () => box })
    const reply = await pool.ask({
      workspace: { id: workspaceId, timeZone: 'UTC' },
      agent: { slug: 'triage', tier: 'standard', models: [] },
      purpose: 'test',
      messages: [{ role: 'user', content: '{}' }],
      schema: {
        name: 'x',
        schema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
      },
      tools: [],
      maxOutputTokens: 100,
      timeoutMs: 3000,
      signal: new AbortController().signal,
    })
    expect(reply.calls).toMatchObject([{ model: 'baton-sandbox-standard', sandbox: true, result: 'fits' }])
    expect(Number(reply.calls[0]?.costMicros)).toBeGreaterThan(0)
  })

  it('come back on the same port, and announce another when it is taken', async () => {
    const { port } = practice
    const other = await startPractice({ db, dir, delayMs: 0, secrets: () => box })
    expect(other.port).not.toBe(port)
    const connection = () => db.prisma.connection.findFirstOrThrow({ where: { slug: 'practice-crm' } })
    expect((await connection()).baseUrl).toBe(`${other.base}/crm`)
    await other.stop()
    await practice.stop()
    practice = await startPractice({ db, dir, delayMs: 0, secrets: () => box })
    expect(practice.port).toBe(other.port)
  })
})
