import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/*
 * What DBOS has no public way for: to poll a queue at once, to stop polling without shutting down, and to look for a
 * database that was away sooner than after a minute. The version is pinned and `queue.int.test.ts` fails when the
 * internals move; then the 1 s poll still carries the work, a worker that stops is taken over by its lease, and after an
 * outage DBOS comes back later.
 */

interface QueueRunner {
  states: Map<string, { queue: unknown }>
  pollQueue(executor: unknown, queue: unknown): Promise<boolean>
  stop(): void
}

const require = createRequire(import.meta.url)
const inside = (file: string): unknown => require(join(dirname(require.resolve('@dbos-inc/dbos-sdk')), file))

const runner = () => (inside('wfqueue.js') as { wfQueueRunner: QueueRunner }).wfQueueRunner

/** @throws Error when DBOS is not launched or does not know the queue */
export async function pollNow(name: string): Promise<void> {
  const { DBOSExecutor } = inside('dbos-executor.js') as { DBOSExecutor: { globalInstance?: unknown } }
  const state = runner().states.get(name)
  if (!DBOSExecutor.globalInstance || !state) throw new Error('the queue runner is not there')
  await runner().pollQueue(DBOSExecutor.globalInstance, state.queue)
}

/** Nothing is taken from any queue any more; what is under way goes on. */
export function stopPolling(): void {
  runner().stop()
}

/** DBOS repeats what fails while the database is away, at growing distances: a minute and a half at most, unless told. */
export function retryWithin(seconds: number): void {
  const { dbRetryConfig } = inside('utils.js') as { dbRetryConfig: { maxBackoffSec: number } }
  dbRetryConfig.maxBackoffSec = seconds
}
