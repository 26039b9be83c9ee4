import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { secretBox, type SecretBox } from '@/server/auth/secret-box'
import { openDb, type Db } from '@/server/db/client'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { ensureEnvProvider } from '@/server/models/env-provider'
import { createCrm } from '@/server/practice/crm'
import { CrmStore } from '@/server/practice/crm-store'
import { sendJson } from '@/server/practice/http'
import { createSandboxModel } from '@/server/practice/sandbox-model'

export interface Practice {
  port: number
  modelUrl: string
  crmUrl: string
  /** Writes the addresses into the rows of practice services, also those that were added since. */
  announce(): Promise<void>
  stop(): Promise<void>
}

export interface PracticeOptions {
  db: Db
  /** Where the CRM's journal and the port are kept; without it nothing is kept. */
  dir?: string
  port?: number
  /** How long the sandbox model takes; see `createSandboxModel`. */
  delayMs?: number | undefined
  secrets?: () => SecretBox
}

const KEYS_FRESH_MS = 2000

/**
 * The practice services on one loopback port: the sandbox model below `/v1`, the practice CRM below `/crm`. Takes the port it
 * had before where that is free, so that addresses on the record stay true.
 */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const { db, dir, secrets = secretBox } = options
  if (dir) mkdirSync(dir, { recursive: true })
  const today = () => new Date().toISOString().slice(0, 10)
  const store = new CrmStore(dir && join(dir, 'crm.jsonl'), today)
  const keys = connectionKeys(db, secrets)
  const crm = createCrm(store, async (key) => key !== '' && (await keys()).has(key))
  const sandbox = createSandboxModel(options.delayMs)

  const server = createServer((request, response) => {
    void route(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a practice service failed')
      sendJson(response, 500, { error: { message: 'The practice service failed.' } })
    })
  })
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    if (path.startsWith('/v1/')) return sandbox(request, response, path.slice(3))
    if (path.startsWith('/crm/')) return crm(request, response, path.slice(4))
    sendJson(response, 404, { error: { message: 'Practice services are at /v1 and /crm.' } })
  }

  const portFile = dir && join(dir, 'port')
  const port = await listen(server, options.port ?? previousPort(portFile))
  if (portFile) writeFileSync(portFile, String(port))
  const modelUrl = `http://127.0.0.1:${port}/v1`
  const crmUrl = `http://127.0.0.1:${port}/crm`
  const announce = async () => {
    await db.prisma.provider.updateMany({ where: { kind: 'sandbox' }, data: { baseUrl: modelUrl } })
    await db.prisma.connection.updateMany({ where: { practice: true }, data: { baseUrl: crmUrl } })
  }
  await announce()
  return {
    port,
    modelUrl,
    crmUrl,
    announce,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The keys of all practice connections, read again when they may have changed. */
function connectionKeys({ prisma }: Db, secrets: () => SecretBox): () => Promise<Set<string>> {
  let kept: { until: number; keys: Promise<Set<string>> } | undefined
  const read = async () => {
    const rows = await prisma.connection.findMany({ where: { practice: true, secretSealed: { not: null } } })
    return new Set(rows.flatMap(({ secretSealed }) => (secretSealed ? [secrets().open(secretSealed)] : [])))
  }
  return () => {
    if (!kept || kept.until < Date.now()) {
      kept = { until: Date.now() + KEYS_FRESH_MS, keys: read() }
      kept.keys.catch(() => (kept = undefined))
    }
    return kept.keys
  }
}

function previousPort(file: string | undefined): number {
  try {
    return file ? Number(readFileSync(file, 'utf8')) || 0 : 0
  } catch {
    return 0
  }
}

/** @returns the port; another one where the wanted one is taken */
async function listen(server: Server, wanted: number): Promise<number> {
  const attempt = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  try {
    await attempt(wanted)
  } catch (error) {
    if (wanted === 0 || !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'))
      throw error
    await attempt(0)
  }
  return (server.address() as AddressInfo).port
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const db = openDb(env().DATABASE_URL, 3)
  const given = process.env['BATON_SANDBOX_DELAY_MS']
  const practice = await startPractice({
    db,
    dir: join(process.env['BATON_STATE_DIR'] ?? '.baton', 'practice'),
    delayMs: given ? Number(given) : undefined,
  })
  log.info({ port: practice.port }, 'practice services ready')
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      void practice
        .stop()
        .then(() => db.close())
        .finally(() => process.exit(0))
    })
  }
  await ensureEnvProvider(db).catch((error: unknown) =>
    log.warn({ err: error }, 'the provider of the environment was not added'),
  )
}
