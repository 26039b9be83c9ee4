import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSecretBox } from '@/server/auth/secret-box'
import type { Role } from '@/domain/policy/permission'
import type { Bundle } from '@/domain/team/bundle'
import { system } from '@/domain/actor'
import { newId } from '@/server/db/id'
import { createConnectors } from '@/server/connectors/connectors'
import { startBench, type Bench } from '@/server/models/testing/fixtures'
import { digestOf } from '@/server/record/digest'
import type { Context } from '@/server/services/context'
import { getRun } from '@/server/services/run/get'
import { advance, type Driver } from '../advance'
import { aliasKeys } from '../alias-key'
import { StopGuard } from '../stop-guard'
import { WorkQueue } from '../queue'
import { RunStore } from '../store'
import { VersionCache } from '../versions'
import { startCountingService } from './counting-service'
import { clearPeople } from './cleared-people'

export type EngineBench = Awaited<ReturnType<typeof startEngineBench>>

/** A worker's engine in this process: real Postgres, a scripted model over HTTP, a counting service over HTTP. */
export async function startEngineBench() {
  const bench: Bench = await startBench()
  const { db, workspaceId } = bench
  const service = await startCountingService()
  await db.prisma.connection.create({
    data: {
      id: newId('con'),
      workspaceId,
      slug: 'crm',
      name: 'CRM',
      baseUrl: service.baseUrl,
      owner: 'Ada Example',
      privateReach: ['127.0.0.1'],
    },
  })
  await bench.model('m-one')
  await clearPeople(db, workspaceId)
  // Whatever tier an agent is of, the models there are may answer it; what asks for leave has tests of its own.
  await db.prisma.modelGrant.create({
    data: { id: newId('mgr'), workspaceId, tier: 'large', grantedBy: system('seed') },
  })
  const aborted = new AbortController()
  const workerId = newId('wrk')
  const driver: Driver = {
    engine: {
      db,
      store: new RunStore(db.lanes),
      models: bench.pool,
      stops: new StopGuard(db),
      versions: new VersionCache(db),
      aliasKey: aliasKeys(randomBytes(32).toString('base64')),
      connectors: createConnectors({
        db,
        secrets: () => createSecretBox(randomBytes(32).toString('base64')),
      }),
    },
    signal: aborted.signal,
    kick: () => queue.kick(),
    workerId,
    stillOwns: (run, branch) => queue.owns(run, branch),
  }
  const queue: WorkQueue = await WorkQueue.launch({
    url: String(db.pool.options.connectionString),
    pool: db.pool,
    lanes: db.lanes,
    workerId,
    concurrency: 20,
    advance: (run, branch, at) => advance(driver, run, branch, at),
    onStops: () => void driver.engine.stops.look(),
  })
  const context = (roles: Role[], id = 'usr_test'): Context => ({
    db,
    roles,
    actor: { kind: 'person', id, name: id },
    workspace: { id: workspaceId, slug: 'test', name: 'Test', timeZone: 'UTC' },
  })
  return {
    ...bench,
    service,
    queue,
    driver,
    context,
    async team(slug: string, bundle: Bundle, editors: string[] = []): Promise<void> {
      const [teamId, versionId] = [newId('team'), newId('ver')]
      await db.prisma.team.create({
        data: { id: teamId, workspaceId, slug, name: bundle.name, draft: {}, publishedId: versionId },
      })
      await db.prisma.teamVersion.create({
        data: {
          id: versionId,
          workspaceId,
          teamId,
          number: 1,
          digest: digestOf(bundle),
          bundle: bundle as object,
          document: {},
          editors,
          publishedBy: {},
        },
      })
    },
    /** The run once it waits for nobody but a person, or is over. */
    async settled(id: string, within = 20_000) {
      for (const until = Date.now() + within; ;) {
        const run = await getRun({ ...context(['operator']), actor: system('engine') }, { id })
        if (run.status !== 'running') return run
        if (Date.now() > until)
          throw new Error(`run ${id} still runs at ${run.branches.map(({ node }) => node).join()}`)
        await sleep(30)
      }
    },
    async close() {
      await queue.close(5000)
      aborted.abort()
      await service.close()
      await bench.close()
    },
  }
}

/** What the scripted model says: the envelope around an output. */
export const saying = (output: unknown, confidence = 0.9): { say: string } => ({
  say: JSON.stringify({
    output,
    rationale: 'As scripted.',
    confidence,
    alternatives: [],
    evidence: [],
    claims: [],
  }),
})
