import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { log } from '@/server/log'
import { systemPath, type PracticeSystem } from '@/domain/template/systems'
import { crmService } from './crm'
import { CrmStore } from './crm-store'
import { bearerOf, sendJson } from './http'
import { Journal } from './journal'
import type { AnswerBook } from './sandbox-answer'
import { createSandboxModel } from './sandbox-model'
import { overHttp, type Service } from './service'
import { systemService } from './system-service'
import { SystemStore } from './system-store'

export interface ServeOptions {
  /** Where the journals and the port are kept; without it nothing is kept. */
  dir?: string | undefined
  port?: number | undefined
  /** How long the sandbox model takes; see `createSandboxModel`. */
  delayMs?: number | undefined
  /** What the sandbox model answers for the agents of templates. */
  answers?: AnswerBook | undefined
  /** The practice systems that templates bring. */
  systems?: readonly PracticeSystem[] | undefined
  /** Whose key it is; undefined when nobody's. */
  holderOf: (key: string) => Promise<Holder | undefined>
}

/** The practice connection that a key belongs to. */
export interface Holder {
  id: string
  slug: string
}

export interface Served {
  port: number
  /** Base URL of the sandbox model. */
  modelUrl: string
  /** What the paths of the practice systems stand below. */
  base: string
  stop(): Promise<void>
}

/**
 * The practice services on one loopback port: the sandbox model below `/v1`, and the systems that templates bring, each
 * below the path of its own: those of records (`/systems/<slug>`) with data of its own for each workspace, those that are
 * code (`/crm`) with one for all. Takes the port it had before where that is free, so that addresses on the record stay
 * true.
 * @throws Error when a template names code that is not there
 */
export async function servePractice(options: ServeOptions): Promise<Served> {
  const { dir, port: wanted, delayMs, answers, systems = [], holderOf } = options
  if (dir) mkdirSync(dir, { recursive: true })
  const today = () => new Date().toISOString().slice(0, 10)
  const journal = (name: string) => new Journal(dir && join(dir, `${name}.jsonl`), today)
  const coded: Record<string, Service> = { crm: crmService(new CrmStore(journal('crm'))) }
  const missing = systems.find(({ code }) => code !== undefined && !(code in coded))
  if (missing) throw new Error(`${missing.slug} is served by ${missing.code ?? ''}, which is not there`)
  const ofRecords = new Map<string, Service>()
  const serviceOf = (system: PracticeSystem, { id }: Holder): Service => {
    const known =
      (system.code !== undefined ? coded[system.code] : ofRecords.get(id)) ??
      systemService(system, new SystemStore(system, journal(id)))
    if (system.code === undefined) ofRecords.set(id, known)
    return known
  }
  const sandbox = createSandboxModel(delayMs, answers)

  const server = createServer((request, response) => {
    void route(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a practice service failed')
      sendJson(response, 500, { error: { message: 'The practice service failed.' } })
    })
  })
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    if (path.startsWith('/v1/')) return sandbox(request, response, path.slice(3))
    const system = systems.find((one) => path.startsWith(`${systemPath(one)}/`))
    if (!system) return sendJson(response, 404, { error: { message: 'No practice service is there.' } })
    const holder = await holderOf(bearerOf(request))
    if (holder?.slug !== system.slug)
      return sendJson(response, 401, { error: { status: 401, message: 'A valid key is needed.' } })
    await overHttp(serviceOf(system, holder))(request, response, path.slice(systemPath(system).length))
  }

  const portFile = dir && join(dir, 'port')
  const port = await listen(server, wanted ?? previousPort(portFile))
  if (portFile) writeFileSync(portFile, String(port))
  const base = `http://127.0.0.1:${port}`
  return {
    port,
    base,
    modelUrl: `${base}/v1`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
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
