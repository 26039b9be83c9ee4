import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '@/server/log'

/**
 * PostgreSQL's classes 08 (connection) and 57P0x (shut down, crashed, starting up, a line that was idle for too long);
 * Prisma's words for the same; and the system's for a line that broke or was never made.
 */
const CODES =
  /^(08\w{3}|57P0[1-35]|P1001|P1002|P1008|P1017|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/
/** pg gives these no code. */
const WORDS =
  /Connection terminated|not queryable|timeout exceeded when trying to connect|Can't reach database server|Server has closed the connection|DatabaseNotReachable|ConnectionClosed/

/** For people whose request meets it. */
export const DATABASE_AWAY =
  'The database cannot be reached. Nothing is lost: runs go on by themselves once it is back. Try again in a moment.'

/** Whether the database, or the line to it, is away; as against a statement that it refused. */
export function isAway(error: unknown): boolean {
  for (const each of causesOf(error)) {
    const { code, originalCode, message, kind } = each
    if ([code, originalCode].some((one) => typeof one === 'string' && CODES.test(one))) return true
    if ([message, kind].some((one) => typeof one === 'string' && WORDS.test(one))) return true
  }
  return false
}

/** An error and what is said to have caused it, as far as Prisma and Node wrap it. */
function causesOf(error: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 5) return
    const each = value as Record<string, unknown>
    found.push(each)
    look(each['cause'], depth + 1)
    const meta = each['meta'] as Record<string, unknown> | undefined
    look(meta?.['driverAdapterError'], depth + 1)
  }
  look(error, 0)
  return found
}

/** Whether the process has its database: one line in the log when it goes, one when it is back. */
class Outage {
  private gone: Date | undefined

  /** Since when the database cannot be reached; undefined while it can. */
  get since(): Date | undefined {
    return this.gone
  }

  /** @returns whether this error says that the database is away; then it is noted, and needs no line of its own */
  note(error: unknown): boolean {
    if (!isAway(error)) return false
    if (!this.gone) {
      this.gone = new Date()
      log.warn('the database cannot be reached; waiting for it')
    }
    return true
  }

  /** Does work that asks the database for something; that it was answered counts. */
  async watch<T>(work: () => Promise<T>): Promise<T> {
    const begun = Date.now()
    const done = await work()
    this.answered(begun)
    return done
  }

  /** A statement was answered. @param begun when it was sent: what was answered from before does not count */
  answered(begun: number): void {
    if (!this.gone || begun < this.gone.getTime()) return
    const seconds = Math.round((Date.now() - this.gone.getTime()) / 100) / 10
    this.gone = undefined
    log.info({ seconds }, 'the database is back')
  }
}

export const outage = new Outage()

const FIRST_MS = 100
const LONGEST_MS = 1000

/**
 * Does a piece of work against the database, and again while the database is away, as long as it takes. Only for work
 * that may be repeated when it is not known whether it was done: the engine's commits are fenced, reads always may.
 * @param signal ends the waiting with the error of the last try
 * @throws what the work throws for any other reason
 */
export async function patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 2, LONGEST_MS)) {
    try {
      return await outage.watch(work)
    } catch (error) {
      if (!outage.note(error) || signal?.aborted) throw error
      // Not all that wait come back in one moment.
      await sleep(wait * (0.5 + Math.random() / 2))
    }
  }
}

/** Statements that wait while the database is away. */
export function patientLanes<L extends { query(...statement: never[]): Promise<unknown> }>(
  lanes: L,
  signal?: AbortSignal,
): Pick<L, 'query'> {
  const query = (...statement: never[]) => patiently(() => lanes.query(...statement), signal)
  return { query: query as L['query'] }
}
