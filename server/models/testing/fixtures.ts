import { randomBytes } from 'node:crypto'
import { createSecretBox } from '@/server/auth/secret-box'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase } from '@/server/db/testing/test-database'
import { createModelPool, type ModelPool, type ModelReply, type ModelRequest, type Settlement } from '../pool'
import { startScriptedServer, type ScriptedServer } from './scripted-server'

export const secretKey = randomBytes(32).toString('base64')
export const box = createSecretBox(secretKey)

export interface Bench {
  db: Db
  /** The application role's connection string. */
  url: string
  server: ScriptedServer
  pool: ModelPool
  workspaceId: string
  providerId: string
  model(name: string, more?: Partial<NewModel>): Promise<string>
  budget(scope: string, subject: string, period: string, capMicros: bigint, hard?: boolean): Promise<string>
  /** Limits of a model or of the provider. */
  limit(id: string, limits: Limits): Promise<void>
  run(): Promise<{ id: string; teamId: string; node: string; iteration: number; attempt: number }>
  request(more?: Partial<ModelRequest>): ModelRequest
  /** A new pool: no cached catalog. */
  fresh(): void
  /** Without models, budgets, limits and calls, as it began; with a new pool. */
  empty(): Promise<void>
  close(): Promise<void>
}

interface Limits {
  requestsPerMinute?: number
  tokensPerMinute?: number
  parallelCalls?: number
}

interface NewModel {
  tier: string
  position: number
  enabled: boolean
  timeoutMs: number
  providerId: string
  inMicrosPerMTok: bigint | null
  outMicrosPerMTok: bigint | null
}

/** A workspace of its own on a database of its own, one provider that is a scripted server, and a pool. */
export async function startBench(): Promise<Bench> {
  const database = await createTestDatabase()
  const db = openDb(database.appUrl, 30)
  const server = await startScriptedServer()
  const [workspaceId, providerId] = [newId('ws'), newId('prov')]
  const actor = { kind: 'system', id: 'seed', name: 'Seed' }
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: 'test', name: 'Test' } })
  await db.prisma.provider.create({
    data: {
      id: providerId,
      workspaceId,
      name: 'Scripted',
      baseUrl: server.baseUrl,
      keySealed: box.seal('sk-test'),
    },
  })
  const bench: Bench = {
    db,
    url: database.appUrl,
    server,
    workspaceId,
    providerId,
    pool: createModelPool({ db, secrets: () => box }),
    async model(name, more = {}) {
      const id = newId('mod')
      const price = { inMicrosPerMTok: 1_000_000n, outMicrosPerMTok: 4_000_000n }
      await db.prisma.model.create({ data: { id, workspaceId, providerId, name, ...price, ...more } })
      return id
    },
    async budget(scope, subject, period, capMicros, hard = true) {
      const id = newId('bud')
      await db.prisma.budget.create({
        data: { id, workspaceId, scope, subject, period, capMicros, hard, updatedBy: actor },
      })
      return id
    },
    async limit(id, limits) {
      const kind = id === providerId ? 'provider' : 'model'
      await db.prisma.serviceGuard.create({ data: { id, workspaceId, kind, ...limits } })
    },
    async run() {
      const id = newId('run')
      await db.prisma.run.create({
        data: {
          id,
          workspaceId,
          teamId: 'team_1',
          versionId: 'ver_1',
          title: 'Test',
          input: {},
          startedBy: actor,
        },
      })
      return { id, teamId: 'team_1', node: 'draft', iteration: 1, attempt: 1 }
    },
    request: (more = {}) => ({
      workspace: { id: workspaceId, timeZone: 'Europe/Berlin' },
      agent: { slug: 'writer', tier: 'standard', models: [] },
      purpose: 'answer',
      messages: [
        { role: 'system', content: 'Agent: writer\nWrite.' },
        { role: 'user', content: '{"goal":"test"}' },
      ],
      schema: { name: 'answer', schema: { type: 'object' } },
      tools: [],
      maxOutputTokens: 500,
      timeoutMs: 5000,
      signal: new AbortController().signal,
      ...more,
    }),
    fresh: () => void (bench.pool = createModelPool({ db, secrets: () => box })),
    async empty() {
      await db.prisma.model.deleteMany()
      await db.prisma.budget.deleteMany()
      await db.prisma.budgetAccount.deleteMany()
      await db.prisma.modelCall.deleteMany()
      await db.prisma.serviceGuard.deleteMany()
      await db.prisma.serviceSlot.deleteMany()
      await db.prisma.callTicket.deleteMany()
      server.seen.length = 0
      bench.fresh()
    },
    async close() {
      await server.close()
      await db.close()
      await database.drop()
    },
  }
  return bench
}

/** The one settlement of a reply. */
export function settleOf(reply: Pick<ModelReply, 'settle'>): Settlement {
  const [settlement] = reply.settle
  if (!settlement) throw new Error('nothing to settle')
  return settlement
}
