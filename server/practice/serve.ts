import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { log } from '@/server/log'
import { createCrm } from './crm'
import { CrmStore } from './crm-store'
import { sendJson } from './http'
import { createSandboxModel } from './sandbox-model'

export interface ServeOptions {
  /** Where the CRM's journal and the port are kept; without it nothing is kept. */
  dir?: string | undefined
  port?: number | undefined
  /** How long the sandbox model takes; see `createSandboxModel`. */
  delayMs?: number | undefined
  /** Whether a bearer key may come into the CRM. */
  isKey: (key: string) => boolean | Promise<boolean>
}

export interface Served {
  port: number
  /** Base URL of the sandbox model. */
  modelUrl: string
  /** Base URL of the practice CRM. */
  crmUrl: string
  stop(): Promise<void>
}

/**
 * The practice services on one loopback port: the sandbox model below `/v1`, the practice CRM below `/crm`. Takes the port it
 * had before where that is free, so that addresses on the record stay true.
 */
export async function servePractice({ dir, port: wanted, delayMs, isKey }: ServeOptions): Promise<Served> {
  if (dir) mkdirSync(dir, { recursive: true })
  const today = () => new Date().toISOString().slice(0, 10)
  const crm = createCrm(new CrmStore(dir && join(dir, 'crm.jsonl'), today), isKey)
  const sandbox = createSandboxModel(delayMs)

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
  const port = await listen(server, wanted ?? previousPort(portFile))
  if (portFile) writeFileSync(portFile, String(port))
  return {
    port,
    modelUrl: `http://127.0.0.1:${port}/v1`,
    crmUrl: `http://127.0.0.1:${port}/crm`,
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
