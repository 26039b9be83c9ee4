import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk'
import type { Pool } from 'pg'
import pg from 'pg'
import { outage, patiently } from '@/server/db/away'
import { log } from '@/server/log'
import { pollNow, retryWithin, stopPolling } from './dbos-inside'
import { Leaving } from './stop-guard'
import { STOPS_CHANNEL } from './stops'
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
  /** Drives a branch; throws Leaving when it is to be handed to another worker. */
  advance: (run: string, branch: string, workflowId: string) => Promise<void>
  /** A switch was turned or a run cancelled somewhere. */
  onStops?: () => void
}

/** A workflow that is handed over ends elsewhere: here it never does. */
const NEVER = new Promise<void>(() => undefined)
const RELEASE_MS = 1000

/** DBOS behind one small port: drive what is enqueued, take over what the dead left, stop. */
export class DurableQueue {
  private listener: pg.Client | undefined
  private closing = false
  /** As from outside: what DBOS is asked within a workflow it writes down as a part of it. */
  private client: DBOSClient | undefined

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
    retryWithin(1)
    // Registered before launch: a queue that is found at launch comes down to a new interval by 10 % a poll only.
    const client = (queue.client = await DBOSClient.create({
      systemDatabaseUrl: url,
      systemDatabasePool: pool,
      applicationName: APPLICATION.name,
    }))
    await client.registerQueue(QUEUE, {
      workerConcurrency: concurrency,
      minPollingIntervalMs: 1000,
      applicationName: APPLICATION.name,
    })
    await DBOS.launch()
    await queue.listen()
    return queue
  }

  private readonly driving = new Map<string, Promise<unknown>>()

  /** Same process, same branch: one driver at a time. While this worker stops, what would begin goes to another. */
  private async once(run: string, branch: string, workflowId: string): Promise<void> {
    const key = `${run}/${branch}`
    for (let before = this.driving.get(key); before; before = this.driving.get(key)) {
      await before.catch(() => undefined)
    }
    if (this.closing) return this.handOver([workflowId]).then(() => NEVER)
    const drive = this.drive(run, branch, workflowId)
    this.driving.set(key, drive)
    let through: boolean
    try {
      through = await drive
    } finally {
      this.driving.delete(key)
    }
    if (!through) await NEVER
  }

  /** @returns false when the branch was handed over */
  private async drive(run: string, branch: string, workflowId: string): Promise<boolean> {
    try {
      await this.options.advance(run, branch, workflowId)
      return true
    } catch (error) {
      if (!(error instanceof Leaving)) throw error
      await this.handOver([workflowId])
      return false
    }
  }

  /**
   * Puts workflows of this worker back on the queue now, for others to take. Whatever still runs here meets the fence.
   * Failing that, the sweep of another worker takes them over: this one's lease goes with it.
   */
  private async handOver(workflowIds: string[]): Promise<void> {
    if (!workflowIds.length) return
    try {
      await this.client?.resumeWorkflows(workflowIds, { queueName: QUEUE })
      await this.options.pool.query(`select pg_notify('${CHANNEL}', '')`)
    } catch (error) {
      if (!outage.note(error)) log.warn({ err: error }, 'work could not be handed over')
    }
  }

  get inFlight(): number {
    return this.driving.size
  }

  /** Whether DBOS still counts the workflow as this executor's. */
  async owns(workflowId: string): Promise<boolean> {
    const { rows } = await patiently(() =>
      this.options.pool.query<{ mine: boolean }>(
        "select executor_id = $2 and status = 'PENDING' mine from dbos.workflow_status where workflow_uuid = $1",
        [workflowId, this.options.executorId],
      ),
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
    const listener = new pg.Client({ connectionString: this.options.url, keepAlive: true })
    this.listener = listener
    listener.on('error', () => undefined)
    listener.once('end', () => setTimeout(() => void this.listen(), 1000).unref())
    listener.on('notification', ({ channel }) =>
      channel === STOPS_CHANNEL ? this.options.onStops?.() : this.kick(),
    )
    try {
      await listener.connect()
      await listener.query(`listen ${CHANNEL}; listen ${STOPS_CHANNEL}`)
      // Whatever was told meanwhile was missed.
      this.options.onStops?.()
      this.kick()
    } catch (error) {
      // The poll goes on without it; `end` tries again.
      if (outage.note(error)) return
      log.warn({ code: error instanceof Error ? error.name : 'unknown' }, 'cannot listen for work, polling')
    }
  }

  private polling = false
  private again = false

  /** Polls the queue now instead of at the next tick; kicks during a poll make one more. */
  kick(): void {
    if (this.closing) return
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

  /** Takes nothing new from now on, and waits until what is under way has ended, for so long at most. */
  async drain(graceMs: number): Promise<void> {
    if (!this.closing) {
      this.closing = true
      stopPolling()
    }
    const until = Date.now() + graceMs
    while (this.driving.size > 0) {
      const left = until - Date.now()
      if (left <= 0) return
      await Promise.race([Promise.allSettled(this.driving.values()), after(left)])
    }
  }

  /**
   * Ends this worker's part: nothing new, what is under way may end within `graceMs`, and whatever is left is handed to
   * the others at once rather than when the lease has run out.
   */
  async close(graceMs: number): Promise<void> {
    await this.drain(graceMs)
    this.listener?.removeAllListeners('end')
    await Promise.race([this.leaveRest(), after(RELEASE_MS)])
    await Promise.race([this.listener?.end().catch(() => undefined), after(RELEASE_MS)])
    await Promise.race([DBOS.shutdown(), after(RELEASE_MS)])
  }

  private async leaveRest(): Promise<void> {
    const { pool, executorId } = this.options
    try {
      const { rows } = await pool.query<{ id: string }>(
        "select workflow_uuid id from dbos.workflow_status where status = 'PENDING' and executor_id = $1",
        [executorId],
      )
      await this.handOver(rows.map(({ id }) => id))
    } catch (error) {
      if (!outage.note(error)) log.warn({ err: error }, 'work could not be handed over')
    }
  }
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())
