import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk'
import type { Pool } from 'pg'
import pg from 'pg'
import { log } from '@/server/log'
import { CHANNEL } from './wake'

/** The one durable queue: somebody must drive branch B of run R. */
const QUEUE = 'advance'
/** Constant, so that work outlives releases: a version of a team is found by its run, never by the code's version. */
const APPLICATION = { name: 'baton', version: 'engine-1' }
export interface QueueOptions {
  url: string
  pool: Pool
  executorId: string
  concurrency: number
  advance: (run: string, branch: string, workflowId: string) => Promise<void>
}

/** DBOS behind one small port: drive what is enqueued, take over what the dead left, stop. */
export class DurableQueue {
  private listener: pg.Client | undefined
  private closing = false

  private constructor(private readonly options: QueueOptions) {}

  /** Registers the workflow, launches DBOS and listens for work. */
  static async launch(options: QueueOptions): Promise<DurableQueue> {
    const queue = new DurableQueue(options)
    const { url, pool, executorId, concurrency } = options
    DBOS.registerWorkflow(
      async (run: string, branch: string, workflowId: string) => queue.once(run, branch, workflowId),
      { name: 'advance', maxRecoveryAttempts: 1_000_000 },
    )
    DBOS.setConfig({
      name: APPLICATION.name,
      systemDatabaseUrl: url,
      systemDatabasePool: pool,
      executorID: executorId,
      applicationVersion: APPLICATION.version,
      logLevel: 'error',
      runMigrations: false,
    })
    // Registered before launch: a queue that is found at launch comes down to a new interval by 10 % a poll only.
    const client = await DBOSClient.create({
      systemDatabaseUrl: url,
      systemDatabasePool: pool,
      applicationName: APPLICATION.name,
    })
    await client.registerQueue(QUEUE, {
      workerConcurrency: concurrency,
      minPollingIntervalMs: 1000,
      applicationName: APPLICATION.name,
    })
    await DBOS.launch()
    await queue.listen()
    return queue
  }

  private readonly driving = new Map<string, Promise<void>>()

  /** Same process, same branch: one driver at a time. */
  private async once(run: string, branch: string, workflowId: string): Promise<void> {
    const key = `${run}/${branch}`
    for (let before = this.driving.get(key); before; before = this.driving.get(key)) {
      await before.catch(() => undefined)
    }
    const drive = this.options.advance(run, branch, workflowId)
    this.driving.set(key, drive)
    try {
      await drive
    } finally {
      this.driving.delete(key)
    }
  }

  get inFlight(): number {
    return this.driving.size
  }

  /** Whether DBOS still counts the workflow as this executor's. */
  async owns(workflowId: string): Promise<boolean> {
    const { rows } = await this.options.pool.query<{ mine: boolean }>(
      "select executor_id = $2 and status = 'PENDING' mine from dbos.workflow_status where workflow_uuid = $1",
      [workflowId, this.options.executorId],
    )
    return rows[0]?.mine ?? false
  }

  /** Puts the work of executors without a live lease back on the queue. Returns how many workflows each of them lost. */
  async takeOver(leaseSeconds: number): Promise<Map<string, number>> {
    const taken = new Map<string, number>()
    const { rows } = await this.options.pool.query<{ id: string }>(
      `select distinct executor_id id from dbos.workflow_status where status = 'PENDING' and executor_id not in
         (select id from worker_lease where seen_at > now() - make_interval(secs => $1))`,
      [leaseSeconds],
    )
    if (!rows.length) return taken
    const lost = await DBOS.listWorkflows({
      executorId: rows.map(({ id }) => id),
      status: 'PENDING',
      loadInput: false,
      loadOutput: false,
    })
    await DBOS.resumeWorkflows(
      lost.map((workflow) => workflow.workflowID),
      { queueName: QUEUE },
    )
    this.kick()
    for (const { executorId = '' } of lost) taken.set(executorId, (taken.get(executorId) ?? 0) + 1)
    return taken
  }

  /**
   * Removes finished workflows, at most `limit`. It can lead to nothing being driven twice: the ids of workflows are
   * never used again, a branch that is ready without a live workflow is revived whether its finished row is there or
   * not, and the fence lets only the latest driver commit. DBOS deletes by primary key from its four tables.
   * @returns how many were removed
   */
  async prune(finishedBefore: Date, limit: number): Promise<number> {
    const finished = await DBOS.listWorkflows({
      status: ['SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'],
      completedBefore: finishedBefore.toISOString(),
      limit,
      loadInput: false,
      loadOutput: false,
    })
    if (finished.length > 0) await DBOS.deleteWorkflows(finished.map(({ workflowID }) => workflowID))
    return finished.length
  }

  private async listen(): Promise<void> {
    if (this.closing) return
    const listener = new pg.Client({ connectionString: this.options.url })
    this.listener = listener
    listener.on('error', () => undefined)
    listener.on('end', () => setTimeout(() => void this.listen(), 1000).unref())
    listener.on('notification', () => this.kick())
    try {
      await listener.connect()
      await listener.query(`listen ${CHANNEL}`)
      this.kick()
    } catch (error) {
      // The poll goes on without it; `end` tries again.
      log.warn({ code: error instanceof Error ? error.name : 'unknown' }, 'cannot listen for work, polling')
    }
  }

  private polling = false
  private again = false

  /** Polls the queue now instead of at the next tick; kicks during a poll make one more. */
  kick(): void {
    if (this.polling) {
      this.again = true
      return
    }
    this.polling = true
    void pollNow(QUEUE)
      .catch((error: unknown) => log.warn({ err: error }, 'kick failed, polling'))
      .finally(() => {
        this.polling = false
        if (this.again) {
          this.again = false
          this.kick()
        }
      })
  }

  /** Takes nothing new and waits for what is under way; what remains after `graceMs` is taken over elsewhere. */
  async close(graceMs: number): Promise<void> {
    this.closing = true
    this.listener?.removeAllListeners('end')
    await this.listener?.end().catch(() => undefined)
    await Promise.race([DBOS.shutdown(), new Promise((resolve) => setTimeout(resolve, graceMs).unref())])
  }
}

interface QueueRunner {
  states: Map<string, { queue: unknown }>
  pollQueue(executor: unknown, queue: unknown): Promise<boolean>
}

/**
 * DBOS has no public way to poll a queue at once. This reaches for its queue runner; the version is pinned and
 * `queue.int.test.ts` fails when the internals move, in which case the 1 s poll still carries the work.
 */
async function pollNow(name: string): Promise<void> {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('@dbos-inc/dbos-sdk'))
  const { wfQueueRunner } = require(join(folder, 'wfqueue.js')) as { wfQueueRunner: QueueRunner }
  const { DBOSExecutor } = require(join(folder, 'dbos-executor.js')) as {
    DBOSExecutor: { globalInstance?: unknown }
  }
  const state = wfQueueRunner.states.get(name)
  if (!DBOSExecutor.globalInstance || !state) throw new Error('the queue runner is not there')
  await wfQueueRunner.pollQueue(DBOSExecutor.globalInstance, state.queue)
}
