import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Role } from '@/domain/policy/permission'
import { seedPracticeWorkspace } from '@/prisma/seed/practice-workspace'
import { startPractice } from '@/prisma/seed/start-practice'
import { createSecretBox, type SecretBox } from '@/server/auth/secret-box'
import { createConnectors } from '@/server/connectors/connectors'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase } from '@/server/db/testing/test-database'
import { aliasKeys } from '@/server/engine/alias-key'
import { advance, type Driver } from '@/server/engine/advance'
import { WorkQueue } from '@/server/engine/queue'
import { StopGuard } from '@/server/engine/stop-guard'
import { RunStore } from '@/server/engine/store'
import { clearPeople } from '@/server/engine/testing/cleared-people'
import { settleTrials } from '@/server/engine/trials'
import { VersionCache } from '@/server/engine/versions'
import { wakeDue } from '@/server/engine/wake-due'
import { createModelPool } from '@/server/models/pool'
import { SANDBOX_MODELS } from '@/server/practice/sandbox-model'
import type { Context } from '@/server/services/context'

type Workspace = NonNullable<Context['workspace']>

export interface PracticeBench {
  db: Db
  box: SecretBox
  crmUrl: string
  /** For who numbers the record. */
  sequencerUrl: string
  /** Somebody with these roles, in the practice workspace unless said. */
  as: (roles: Role[], id?: string, within?: Workspace) => Context
  /** Another workspace, with the sandbox model and nothing else. */
  newWorkspace(): Promise<Workspace>
  close(): Promise<void>
}

const WAKE_EVERY_MS = 200

/** The practice workspace as it is seeded, its CRM and its model, and one worker on the real engine. */
export async function startPracticeBench(): Promise<PracticeBench> {
  const key = randomBytes(32).toString('base64')
  const box = createSecretBox(key)
  const secrets = () => box
  const aborted = new AbortController()
  const database = await createTestDatabase()
  const db = openDb(database.appUrl, 20)
  // Services seal with the installation's own key.
  Object.assign(process.env, { BATON_SECRET_KEY: key, DATABASE_URL: database.appUrl })
  const workspace = await seedPracticeWorkspace(db, box)
  await clearPeople(db, workspace.id)
  const practice = await startPractice({ db, delayMs: 0, secrets })
  const workerId = newId('wrk')
  const driver: Driver = {
    engine: {
      db,
      store: new RunStore(db.lanes),
      models: createModelPool({ db, secrets }),
      connectors: createConnectors({ db, secrets }),
      stops: new StopGuard(db),
      versions: new VersionCache(db),
      aliasKey: aliasKeys(key),
    },
    signal: aborted.signal,
    kick: () => queue.kick(),
    workerId,
    stillOwns: (run, branch) => queue.owns(run, branch),
  }
  const queue = await WorkQueue.launch({
    url: database.appUrl,
    pool: db.pool,
    lanes: db.lanes,
    workerId,
    concurrency: 10,
    advance: (run, branch, at) => advance(driver, run, branch, at),
  })
  // One turn after the other, as a worker takes them: on a busy machine they would pile up.
  const turns = (async () => {
    while (!aborted.signal.aborted) {
      await wakeDue(db.pool)
      await settleTrials(db)
      await sleep(WAKE_EVERY_MS)
    }
  })()
  return {
    db,
    box,
    crmUrl: `${practice.base}/crm`,
    sequencerUrl: database.sequencerUrl,
    as: (roles, id = 'usr_test', within = workspace) => ({
      db,
      workspace: within,
      roles,
      actor: { kind: 'person', id, name: id },
    }),
    async newWorkspace() {
      const made = { id: newId('ws'), slug: 'fresh', name: 'Fresh', timeZone: 'UTC' }
      await db.prisma.workspace.create({ data: made })
      await clearPeople(db, made.id)
      const providerId = newId('prov')
      await db.prisma.provider.create({
        data: {
          ...{ id: providerId, workspaceId: made.id, name: 'Sandbox, no AI', kind: 'sandbox' },
          baseUrl: practice.modelUrl,
        },
      })
      await db.prisma.model.createMany({
        data: SANDBOX_MODELS.map((model) => ({
          ...model,
          ...{ id: newId('mod'), workspaceId: made.id, providerId, position: 1000 },
        })),
      })
      return made
    },
    async close() {
      await queue.close(5000)
      aborted.abort()
      await turns
      await practice.stop()
      await db.close()
      await database.drop()
    },
  }
}
