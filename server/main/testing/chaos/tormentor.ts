import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddedPostgres } from '@/server/db/embedded/open'
import type { Random } from '@/server/practice/random'
import type { RealWorker, startInstallation } from '../installation'

/** What was done, how often, and how long the work of a killed worker lay still at most. */
export interface Torment {
  killed: number
  frozen: number
  restarts: number
  /** Milliseconds from kill -9 to the last of its work being taken over; none where it had no work. */
  takeOverMs: number[]
  /** Workers that ended by themselves, which none should: how, and their last words. */
  died: string[]
}

/** Longer than the lease of 6 s, so that a frozen worker's work is taken over before it wakes. */
const FROZEN_MS: [number, number] = [7000, 10_000]
const DATABASE_EVERY_MS = 40_000

/** Kills, freezes and restarts what an installation stands on, and puts new workers in the place of the dead. */
export class Tormentor {
  private readonly done: Torment = { killed: 0, frozen: 0, restarts: 0, takeOverMs: [], died: [] }
  private readonly workers = new Set<RealWorker>()
  private readonly watched: Promise<void>[] = []
  private readonly thawing: Promise<void>[] = []

  constructor(
    private readonly baton: Awaited<ReturnType<typeof startInstallation>>,
    private readonly postgres: EmbeddedPostgres,
    private readonly random: Random,
    private readonly say: (line: string) => void,
  ) {}

  async hire(count: number): Promise<void> {
    const hired = Array.from({ length: count }, () => this.baton.worker())
    for (const worker of hired) {
      this.workers.add(worker)
      void worker.ended.then(({ code, signal }) => {
        if (signal === 'SIGKILL') return
        this.done.died.push(
          `code ${code}: ${[...worker.lines.map(({ msg }) => msg), ...worker.noise].slice(-12).join(' | ')}`,
        )
      })
    }
    await Promise.all(hired.map(({ ready }) => ready))
  }

  async until(deadline: number): Promise<void> {
    let database = Date.now() + DATABASE_EVERY_MS * (0.3 + this.random.next() * 0.4)
    while (Date.now() < deadline) {
      await sleep(Math.max(0, Math.min(this.random.int(2000, 5000), deadline - Date.now())))
      if (Date.now() >= deadline) break
      if (Date.now() > database) {
        await this.restartDatabase()
        database = Date.now() + DATABASE_EVERY_MS
      } else if (this.random.chance(0.6)) await this.kill()
      else this.freeze()
    }
  }

  /** Lets everybody wake and brings the workers back to their number. */
  async rest(count: number): Promise<void> {
    await Promise.all(this.thawing)
    for (const worker of this.workers) if (worker.process.exitCode !== null) this.workers.delete(worker)
    await this.hire(Math.max(0, count - this.workers.size))
    await Promise.all(this.watched)
  }

  report = (): Torment => this.done

  private pick(): RealWorker | undefined {
    const alive = [...this.workers].filter(({ process: child }) => child.exitCode === null)
    return alive[this.random.int(0, Math.max(0, alive.length - 1))]
  }

  private async kill(): Promise<void> {
    const worker = this.pick()
    if (!worker) return
    const id = worker.lines.find((line) => line.worker !== undefined)?.worker
    worker.process.kill('SIGKILL')
    this.workers.delete(worker)
    this.done.killed++
    this.say(`killed ${id ?? 'a worker'}`)
    if (id !== undefined) this.watched.push(this.watch(id))
    await sleep(this.random.int(200, 1500))
    await this.hire(1).catch(() => this.say('a new worker did not come up; another is tried later'))
  }

  private freeze(): void {
    const worker = this.pick()
    if (!worker) return
    const ms = this.random.int(...FROZEN_MS)
    worker.process.kill('SIGSTOP')
    this.done.frozen++
    this.say(`froze a worker for ${ms} ms`)
    this.thawing.push(sleep(ms).then(() => void worker.process.kill('SIGCONT')))
  }

  private async restartDatabase(): Promise<void> {
    this.say('restarting the database')
    await this.postgres.stop()
    await sleep(this.random.int(500, 3000))
    await this.postgres.restart()
    this.done.restarts++
  }

  /** How long what a dead worker had begun stays its own. */
  private async watch(id: string): Promise<void> {
    const died = Date.now()
    let had = false
    while (Date.now() - died < 60_000) {
      const left = await this.baton.db.pool
        .query<{ count: number }>(
          "select count(*)::int count from branch where driver = $1 and status = 'ready' and held_by is null",
          [id],
        )
        .then(({ rows }) => rows[0]?.count ?? 0)
        .catch(() => -1)
      if (left === 0) {
        if (had) this.done.takeOverMs.push(Date.now() - died)
        return
      }
      had ||= left > 0
      await sleep(50)
    }
    this.done.takeOverMs.push(Date.now() - died)
  }
}
