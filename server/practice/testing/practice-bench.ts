import { randomBytes } from 'node:crypto'
import type { Role } from '@/domain/policy/permission'
import { seedPracticeWorkspace } from '@/prisma/seed/practice-workspace'
import { startPractice } from '@/prisma/seed/start-practice'
import { createSecretBox, type SecretBox } from '@/server/auth/secret-box'
import { createConnectors } from '@/server/connectors/connectors'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase } from '@/server/db/testing/test-database'
import { advance, type Driver } from '@/server/engine/advance'
import { WorkQueue } from '@/server/engine/queue'
import { StopGuard } from '@/server/engine/stop-guard'
import { RunStore } from '@/server/engine/store'
import { VersionCache } from '@/server/engine/versions'
import { wakeDue } from '@/server/engine/wake-due'
import { createModelPool } from '@/server/models/pool'
import type { Context } from '@/server/services/context'

export interface PracticeBench {
  db: Db
  box: SecretBox
  crmUrl: string
  /** Somebody with these roles, in the practice workspace. */
  as: (roles: Role[], id?: string) => Context
  close(): Promise<void>
}

const WAKE_EVERY_MS = 200

/** The practice workspace as it is seeded, its CRM and its model, and one worker on the real engine. */
export async function startPracticeBench(): Promise<PracticeBench> {
  const box = createSecretBox(randomBytes(32).toString('base64'))
  const secrets = () => box
  const aborted = new AbortController()
  const database = await createTestDatabase()
  const db = openDb(database.appUrl, 20)
  const workspace = await seedPracticeWorkspace(db, box)
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
  const waker = setInterval(() => void wakeDue(db.pool), WAKE_EVERY_MS)
  return {
    db,
    box,
    crmUrl: `${practice.base}/crm`,
    as: (roles, id = 'usr_test') => ({ db, workspace, roles, actor: { kind: 'person', id, name: id } }),
    async close() {
      clearInterval(waker)
      await queue.close(5000)
      aborted.abort()
      await practice.stop()
      await db.close()
      await database.drop()
    },
  }
}
