import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSecretBox } from '@/server/auth/secret-box'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { Random } from '@/server/practice/random'
import { digestOf } from '@/server/record/digest'
import type { Context } from '@/server/services/context'
import { startRun } from '@/server/services/run/start'
import { effects, ends, money, record, story, type Findings } from './checks-runs'
import { books, leaks, limits, type Limits } from './checks-servers'
import { startModelServer, type ModelServer } from './model-server'
import { Reviewer } from './people'
import { startService } from './service'
import { stormTeams, type StormTeam } from './teams'
import { Watch } from './watch'
import { startWorkerProcess } from './workers'

export interface StormOptions {
  seed: number
  runs: number
  workers: number
  /** Over which the runs are started. */
  seconds: number
  /** Of each of the two providers. */
  limits: Limits
  /** How long everything may take to become quiet after the last start. */
  settleSeconds: number
  say?: (line: string) => void
}

export interface StormReport extends Findings {
  seed: number
}

/** One token costs one micro-dollar, in and out. */
const PRICE = { inMicrosPerMTok: 1_000_000n, outMicrosPerMTok: 1_000_000n }
/** What hangs is given up after this. */
const MODEL_TIMEOUT_MS = 2500

/**
 * Runs teams of every pattern on real workers against model servers that misbehave as their weather is, with people who
 * decide, and then looks whether each run ended well or with a person, whether the servers were asked within their limits,
 * and whether the books say what happened. The weather follows from the seed; which request meets it does not.
 */
export async function runStorm(
  urls: { app: string; sequencer: string },
  options: StormOptions,
): Promise<StormReport> {
  const { seed, runs, seconds, say = () => undefined } = options
  const db = openDb(urls.app, 10)
  const secretKey = randomBytes(32).toString('base64')
  const servers = await Promise.all(['alpha', 'beta'].map((name, i) => startModelServer(name, seed * 2 + i)))
  const service = await startService(seed)
  const env = {
    DATABASE_URL: urls.app,
    SEQUENCER_DATABASE_URL: urls.sequencer,
    BATON_SECRET_KEY: secretKey,
    LOG_LEVEL: 'info',
  }
  const workers = Array.from({ length: options.workers }, () => startWorkerProcess(env))
  const over = new AbortController()
  try {
    const teams = stormTeams()
    const person = await furnish(db, {
      teams,
      servers,
      service: service.baseUrl,
      secretKey,
      limits: options.limits,
    })
    await Promise.all(workers.map(({ ready }) => ready))
    say(`${workers.length} workers are ready`)
    const began = performance.now()
    const reviewer = new Reviewer(person(['reviewer'], 'usr_reviewer'), seed)
    const watch = new Watch(db)
    const beside = [reviewer.work(over.signal), watch.work(over.signal)]
    const random = new Random(seed)
    const operator = person(['operator'], 'usr_operator')
    for (let i = 0; i < runs; i++) {
      const team = teams[i % teams.length] as StormTeam
      await startRun(operator, { team: team.slug, input: team.input(i, random) })
      await sleep((seconds * 1000) / runs)
    }
    const isQuiet = await quiet(db, reviewer, options.settleSeconds, say)
    over.abort()
    await Promise.all(beside)
    const wall = Number(((performance.now() - began) / 1000).toFixed(1))
    // The workers number the record.
    const recorded = await record(person(['auditor'], 'usr_auditor'))
    await Promise.all(workers.map((worker) => worker.stop()))
    const logs = workers.flatMap(({ lines }) => lines)
    const ctx = { db }
    const found = [
      await ends(ctx),
      await story(ctx),
      await money(ctx, watch.overCap),
      await effects(ctx, service),
      limits(servers, options.limits),
      await books(ctx, servers),
      await leaks(ctx, servers, logs),
      recorded,
    ]
    const openings = [...watch.openings.values()]
    const seen = {
      runs,
      workers: options.workers,
      wallSeconds: wall,
      verdicts: reviewer.decided,
      longestLine: watch.longestLine,
      breakerOpenings: {
        model: openings.filter((kind) => kind === 'model').length,
        connection: openings.filter((kind) => kind === 'connection').length,
      },
    }
    return {
      seed,
      faults: [
        ...(isQuiet ? [] : [`it did not become quiet within ${options.settleSeconds} s`]),
        ...found.flatMap(({ faults }) => faults.slice(0, 15)),
      ],
      figures: Object.assign(seen, ...found.map(({ figures }) => figures)) as Record<string, unknown>,
    }
  } finally {
    over.abort()
    await Promise.all(workers.map((worker) => worker.stop()))
    await Promise.all([...servers.map((server) => server.close()), service.close()])
    await db.close()
  }
}

interface Furniture {
  teams: StormTeam[]
  servers: ModelServer[]
  service: string
  secretKey: string
  limits: Limits
}

/** A workspace with its providers and their limits, models, a connection, budgets and teams. */
async function furnish(db: Db, { teams, servers, service, secretKey, limits: allowed }: Furniture) {
  const { prisma } = db
  const workspaceId = newId('ws')
  const actor = { kind: 'system' as const, id: 'storm', name: 'Storm' }
  await prisma.workspace.create({ data: { id: workspaceId, slug: 'storm', name: 'Storm' } })
  const box = createSecretBox(secretKey)
  for (const [i, { name, baseUrl, key }] of servers.entries()) {
    const providerId = newId('prov')
    await prisma.provider.create({
      data: { id: providerId, workspaceId, name, baseUrl, keySealed: box.seal(key) },
    })
    await prisma.serviceGuard.create({ data: { id: providerId, workspaceId, kind: 'provider', ...allowed } })
    for (const [place, model] of ['one', 'two'].entries()) {
      const about = {
        name: `${name.charAt(0)}-${model}`,
        position: i * 2 + place,
        timeoutMs: MODEL_TIMEOUT_MS,
      }
      await prisma.model.create({ data: { id: newId('mod'), workspaceId, providerId, ...about, ...PRICE } })
    }
  }
  const crm = {
    slug: 'crm',
    name: 'CRM',
    owner: 'Ada Example',
    baseUrl: service,
    privateReach: ['127.0.0.1'],
  }
  await prisma.connection.create({ data: { id: newId('con'), workspaceId, ...crm } })
  const budget = (scope: string, subject: string, period: string, capMicros: bigint) =>
    prisma.budget.create({
      data: { id: newId('bud'), workspaceId, scope, subject, period, capMicros, updatedBy: actor },
    })
  await budget('workspace', workspaceId, 'month', 20_000_000n)
  for (const { slug, bundle } of teams) {
    const [teamId, versionId] = [newId('team'), newId('ver')]
    await prisma.team.create({
      data: { id: teamId, workspaceId, slug, name: slug, draft: {}, publishedId: versionId },
    })
    const digest = digestOf(bundle)
    await prisma.teamVersion.create({
      data: {
        ...{ id: versionId, workspaceId, teamId, number: 1, digest, bundle: bundle as object },
        ...{ document: {}, editors: [], publishedBy: actor },
      },
    })
    // Enough for most of its runs, not for those that meet every fault.
    if (slug === 'rounds') await budget('team', teamId, 'run', 9000n)
  }
  return (roles: Context['roles'], id: string): Context => ({
    db,
    roles,
    actor: { kind: 'person', id, name: id },
    workspace: { id: workspaceId, slug: 'storm', name: 'Storm', timeZone: 'UTC' },
  })
}

/** Waits until nothing is under way and nobody has anything left to decide; that has to hold for two looks. */
async function quiet(
  db: Db,
  reviewer: Reviewer,
  seconds: number,
  say: (line: string) => void,
): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000
  for (let calm = 0, said = 0; Date.now() < deadline; await sleep(400)) {
    const { rows } = await db.pool.query<{ moving: number; live: number }>(
      `select (select count(*)::int from run r where r.status in ('queued', 'running') or exists (select from branch b
           where b.run_id = r.id and r.status in ('waiting', 'blocked') and (b.status = 'ready' or b.wake_at is not null
             and b.status = 'waiting'))) moving,
         (select count(*)::int from branch where status = 'ready') live`,
    )
    const { moving, live } = rows[0] ?? { moving: 1, live: 0 }
    calm = moving + live === 0 && (await reviewer.round()) === 0 ? calm + 1 : 0
    if (calm >= 2) return true
    if (Date.now() - said > 5000) {
      say(`${moving} runs are under way`)
      said = Date.now()
    }
  }
  return false
}
