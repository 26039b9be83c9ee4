import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Bundle } from '@/domain/team/bundle'
import { openDb } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { dealBundle } from '@/server/engine/testing/bundle'
import { startCountingService } from '@/server/engine/testing/counting-service'
import { startScriptedServer } from '@/server/models/testing/scripted-server'
import { digestOf } from '@/server/record/digest'
import type { Context } from '@/server/services/context'
import { startRun } from '@/server/services/run/start'

/** A worker process as an installation starts it, and what it logs. */
export interface RealWorker {
  process: ChildProcess
  lines: { level: number; time: number; msg: string; worker?: string }[]
  /** What it wrote besides its log. */
  noise: string[]
  ready: Promise<void>
  ended: Promise<{ code: number | null; signal: string | null }>
}

/** What an installation runs; without, the team of deals and one model. */
export interface Installed {
  slug: string
  bundle: Bundle
  models: string[]
  /** For the workers: more of their environment. */
  env?: Record<string, string>
}

/** One team on a database, a model and a service that are real servers, and workers in processes of their own. */
export async function startInstallation(
  appUrl: string,
  { slug, bundle, models, env: more = {} }: Installed = {
    slug: 'deals',
    bundle: dealBundle(),
    models: ['m-one'],
  },
) {
  const db = openDb(appUrl, 10)
  const [server, service] = await Promise.all([startScriptedServer(), startCountingService()])
  const [workspaceId, providerId, teamId, versionId] = [
    newId('ws'),
    newId('prov'),
    newId('team'),
    newId('ver'),
  ]
  const { prisma } = db
  await prisma.workspace.create({ data: { id: workspaceId, slug: 'test', name: 'Test' } })
  await prisma.provider.create({
    data: { id: providerId, workspaceId, name: 'Scripted', baseUrl: server.baseUrl },
  })
  const price = { inMicrosPerMTok: 1_000_000n, outMicrosPerMTok: 4_000_000n }
  for (const name of models)
    await prisma.model.create({ data: { id: newId('mod'), workspaceId, providerId, name, ...price } })
  await prisma.connection.create({
    data: {
      ...{ id: newId('con'), workspaceId, slug: 'crm', name: 'CRM' },
      ...{ baseUrl: service.baseUrl, owner: 'Ada Example', privateReach: ['127.0.0.1'] },
    },
  })
  await prisma.team.create({
    data: { id: teamId, workspaceId, slug, name: bundle.name, draft: {}, publishedId: versionId },
  })
  await prisma.teamVersion.create({
    data: {
      ...{ id: versionId, workspaceId, teamId, number: 1, digest: digestOf(bundle) },
      ...{ bundle: bundle as object, document: {}, editors: [], publishedBy: {} },
    },
  })
  const person = (roles: Context['roles'], id: string): Context => ({
    db,
    roles,
    actor: { kind: 'person', id, name: id },
    workspace: { id: workspaceId, slug: 'test', name: 'Test', timeZone: 'UTC' },
  })
  const workers: RealWorker[] = []
  const key = randomBytes(32).toString('base64')
  return {
    db,
    server,
    service,
    workspaceId,
    teamId,
    person,
    async start(
      input: Record<string, unknown> = { deal_id: 'D-1' },
      idempotencyKey?: string,
    ): Promise<string> {
      const asked = { team: slug, input, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }
      return (await startRun(person(['operator'], 'usr_operator'), asked)).id
    },
    worker(): RealWorker {
      const env = { ...process.env, DATABASE_URL: appUrl, BATON_SECRET_KEY: key, LOG_LEVEL: 'info', ...more }
      const child = spawn(process.execPath, ['--import', 'tsx', 'server/main/worker.ts'], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const worker = follow(child)
      workers.push(worker)
      return worker
    },
    async close() {
      for (const { process: child } of workers) child.kill('SIGKILL')
      await Promise.all(workers.map(({ ended }) => ended))
      await Promise.all([server.close(), service.close()])
      await db.close()
    },
  }
}

function follow(child: ChildProcess): RealWorker {
  const lines: RealWorker['lines'] = []
  const noise: string[] = []
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  const ready = new Promise<void>((resolve, reject) => {
    void ended.then(({ code }) => reject(new Error(`the worker ended (${code}): ${noise.join('\n')}`)))
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        if (!line.startsWith('{')) return void noise.push(line)
        const said = JSON.parse(line) as RealWorker['lines'][number]
        lines.push(said)
        if (said.msg === 'worker ready') resolve()
      })
    }
  })
  ready.catch(() => undefined)
  return { process: child, lines, noise, ready, ended }
}
