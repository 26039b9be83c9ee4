import type { Pool } from 'pg'
import pg from 'pg'
import { outage, patiently } from '@/server/db/away'
import { log } from '@/server/log'
import type { Entered } from './entered'
import { Leaving } from './stop-guard'
import { STOPS_CHANNEL } from './stops'
import { asEntered, type ReadBranch, type Statements } from './store'
import { CHANNEL } from './wake'

const POLL_MS = 1000
/** Taken in one go: the rest is left to other workers, or to the next go. */
const AT_ONCE = 16
const RELEASE_MS = 1000
/** A branch whose driver failed in a way that nobody foresaw is tried again after so long. */
const AGAIN_MS = 2000

export interface QueueOptions {
  url: string
  pool: Pool
  lanes: Statements
  workerId: string
  concurrency: number
  /**
   * Drives a branch that was taken, from where it was read along, if it was; throws Leaving when it is to be handed to
   * another worker.
   */
  advance: (run: string, branch: string, at: Entered | null) => Promise<void>
  /** A switch was turned or a run cancelled somewhere. */
  onStops?: () => void
}

interface Driven {
  run: string
  branch: string
  done: Promise<void>
}

interface Claimed {
  run: string
  branch: string
  at: ReadBranch | null
}

/** The work: branches that are ready, taken by this worker's name as room is, and freed when it leaves. */
export class WorkQueue {
  private listener: pg.Client | undefined
  private timer: NodeJS.Timeout | undefined
  private closing = false
  private readonly driving = new Map<string, Driven>()

  private constructor(private readonly options: QueueOptions) {}

  static async launch(options: QueueOptions): Promise<WorkQueue> {
    const queue = new WorkQueue(options)
    queue.timer = setInterval(() => queue.kick(), POLL_MS)
    await queue.listen()
    return queue
  }

  get inFlight(): number {
    return this.driving.size
  }

  /** Whether a branch is still this worker's. */
  async owns(run: string, branch: string): Promise<boolean> {
    const { rows } = await patiently(() =>
      this.options.pool.query<{ mine: boolean }>(
        "select driver = $3 and status = 'ready' mine from branch where run_id = $1 and branch = $2",
        [run, branch, this.options.workerId],
      ),
    )
    return rows[0]?.mine ?? false
  }

  private claiming = false
  private again = false
  /** There was no room when it last looked: there may be work that nobody will tell of. */
  private full = false
  /** Branches may stand in this worker's name that it does not drive: an answer was lost on the way. */
  private forgotten = false

  /** Looks for work now instead of at the next tick; a kick while it looks makes it look once more. */
  kick(): void {
    if (this.closing) return
    if (this.claiming) {
      this.again = true
      return
    }
    this.claiming = true
    void this.claim()
      .catch((error: unknown) => {
        this.forgotten = true
        if (!outage.note(error)) log.warn({ err: error }, 'no work could be taken, trying again')
        return false
      })
      .then((more) => {
        this.claiming = false
        if (!more && !this.again) return
        this.again = false
        this.kick()
      })
  }

  /** @returns whether there may be more that there is room for */
  private async claim(): Promise<boolean> {
    const { lanes, workerId, concurrency } = this.options
    if (this.forgotten) await this.freeForgotten()
    const room = Math.min(concurrency - this.driving.size, AT_ONCE)
    this.full = room <= 0
    if (this.full) return false
    const { rows } = await lanes.query<{ r: Claimed[] }>({
      name: 'claim_branches',
      text: 'select claim_branches($1, $2) r',
      values: [workerId, room],
    })
    const claimed = rows[0]?.r ?? []
    for (const { run, branch, at } of claimed) this.begin(run, branch, at && asEntered(at))
    return claimed.length === room
  }

  /** Leaves what stands in this worker's name without being driven to whoever takes it. Never beside a claim. */
  private async freeForgotten(): Promise<void> {
    const driven = [...this.driving.values()]
    await this.options.pool.query(
      `update branch b set driver = null
        where driver = $1 and status = 'ready'
          and not exists (select from unnest($2::text[], $3::text[]) d(run, branch)
            where d.run = b.run_id and d.branch = b.branch)`,
      [this.options.workerId, driven.map(({ run }) => run), driven.map(({ branch }) => branch)],
    )
    this.forgotten = false
  }

  private begin(run: string, branch: string, at: Entered | null): void {
    const key = `${run}/${branch}`
    const before = this.driving.get(key)?.done
    const drive = (before ?? Promise.resolve()).then(() => this.drive(run, branch, at))
    const done = drive.finally(() => {
      if (this.driving.get(key)?.done === done) this.driving.delete(key)
      if (this.full) this.kick()
    })
    this.driving.set(key, { run, branch, done })
  }

  private async drive(run: string, branch: string, at: Entered | null): Promise<void> {
    try {
      await this.options.advance(run, branch, at)
    } catch (error) {
      const leaves = error instanceof Leaving
      if (!leaves && !outage.note(error))
        log.error({ err: error, run, branch }, 'a branch could not be driven')
      await this.free([[run, branch]], leaves ? 0 : AGAIN_MS)
    }
  }

  /** Leaves branches to whoever takes them. Failing that, they are freed before this worker claims again. */
  private async free(branches: [run: string, branch: string][], delayMs: number): Promise<void> {
    const { pool, workerId } = this.options
    try {
      await pool.query(
        `update branch b set driver = null, ready_at = clock_timestamp() + make_interval(secs => $4)
           from unnest($1::text[], $2::text[]) f(run, branch)
          where b.run_id = f.run and b.branch = f.branch and b.driver = $3`,
        [branches.map(([run]) => run), branches.map(([, branch]) => branch), workerId, delayMs / 1000],
      )
      if (delayMs === 0) await pool.query(`select pg_notify('${CHANNEL}', '')`)
    } catch (error) {
      this.forgotten = true
      if (!outage.note(error)) log.warn({ err: error }, 'work could not be handed over')
    }
  }

  /** Frees the work of workers without a live lease. Returns how many branches each of them lost. */
  async takeOver(leaseSeconds: number): Promise<Map<string, number>> {
    const { rows } = await this.options.pool.query<{ driver: string; count: number }>(
      'select driver, count from free_lost(make_interval(secs => $1))',
      [leaseSeconds],
    )
    if (rows.length > 0) this.kick()
    return new Map(rows.map(({ driver, count }) => [driver, count]))
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

  /** Takes nothing new from now on, and waits until what is under way has ended, for so long at most. */
  async drain(graceMs: number): Promise<void> {
    this.closing = true
    clearInterval(this.timer)
    const until = Date.now() + graceMs
    while (this.driving.size > 0) {
      const left = until - Date.now()
      if (left <= 0) return
      await Promise.race([
        Promise.allSettled([...this.driving.values()].map(({ done }) => done)),
        after(left),
      ])
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
  }

  private async leaveRest(): Promise<void> {
    const { pool, workerId } = this.options
    try {
      const { rowCount } = await pool.query(
        "update branch set driver = null where driver = $1 and status = 'ready'",
        [workerId],
      )
      if (rowCount) await pool.query(`select pg_notify('${CHANNEL}', '')`)
    } catch (error) {
      if (!outage.note(error)) log.warn({ err: error }, 'work could not be handed over')
    }
  }
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())
