import type { Pool } from 'pg'
import { log } from '@/server/log'
import type { Caller } from './caller'
import { ConnectorError } from './connector-error'

export const CALL_OUTCOMES = ['done', 'refused', 'failed', 'held_back'] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

/** One call as the ledger keeps it. */
export interface LedgerEntry {
  workspaceId: string
  connectionId: string
  operation: string
  caller: Caller
  outcome: CallOutcome
  status: number
  code?: string
  ms: number
}

/** What an answer of this status is. */
export const outcomeOf = (status: number): CallOutcome =>
  status >= 500 ? 'failed' : status >= 300 ? 'refused' : 'done'

const HELD_BACK = new Set([
  'circuit_open',
  'limited',
  'operation_off',
  'other_environment',
  'moved',
  'invalid_arguments',
  'misconfigured',
  'refused_address',
])

/** What a call that was not answered is: whether anything left this process or not. */
export const outcomeOfError = (error: unknown): Pick<LedgerEntry, 'outcome' | 'status' | 'code'> =>
  error instanceof ConnectorError
    ? {
        outcome: HELD_BACK.has(error.code) && !error.sent ? 'held_back' : 'failed',
        status: 0,
        code: error.code,
      }
    : { outcome: 'failed', status: 0, code: 'called_off' }

/** So many are written at once at most. */
const MOST = 500
const WRITE_MS = 250

/**
 * The ledger of connections. Calls are gathered for a quarter of a second and written in one statement, so that a busy
 * service costs none of its own for each call. What a killed process had gathered is missing here; that the effects were
 * intended, and what came of them, stands on the record.
 */
export class Ledger {
  private entries: (LedgerEntry & { at: Date })[] = []
  private timer: NodeJS.Timeout | undefined
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly pool: Pool) {}

  enter(entry: LedgerEntry): void {
    this.entries.push({ ...entry, at: new Date() })
    if (this.timer) return
    this.timer = setTimeout(() => void this.write(), WRITE_MS)
    this.timer.unref()
  }

  /**
   * Writes what was gathered, and waits for what is being written already: then all of it can be read. It failing is told
   * in the log: the calls' own outcomes matter more.
   */
  write(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.writing = this.writing.then(() => this.writeGathered())
    return this.writing
  }

  private async writeGathered(): Promise<void> {
    while (this.entries.length > 0 && !this.pool.ending) {
      const batch = this.entries.splice(0, MOST)
      try {
        await this.pool.query({
          name: 'connection_calls',
          text: `insert into connection_call(workspace_id, connection_id, operation, caller, outcome, status, code, ms, at)
                 select * from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::text[], $6::int[], $7::text[],
                   $8::int[], $9::timestamptz[])`,
          values: [
            batch.map((one) => one.workspaceId),
            batch.map((one) => one.connectionId),
            batch.map((one) => one.operation),
            batch.map((one) => JSON.stringify(one.caller)),
            batch.map((one) => one.outcome),
            batch.map((one) => one.status),
            batch.map((one) => one.code ?? null),
            batch.map((one) => one.ms),
            batch.map((one) => one.at),
          ],
        })
      } catch (err) {
        log.warn({ err, calls: batch.length }, 'calls could not be written into the ledger')
      }
    }
  }
}
