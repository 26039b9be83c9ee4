import type { Pool } from 'pg'
import { isOver, type RunStatus } from '@/domain/run/history'
import { RunStore, type Committed, type Statements } from './store'

const MINUTE = 60_000

interface Counted {
  workspaceId: string
  minute: number
  steps: number
  ended: number
}

/**
 * What this worker commits, by workspace and minute. Kept in memory and written with the worker's beat, so that a step
 * costs the database nothing more; what a worker counted since its last beat is lost with it.
 */
export class Tally {
  private counted = new Map<string, Counted>()
  private readonly seconds = new Map<number, number>()

  count(workspaceId: string, what: { steps: number; ended: number }, now = Date.now()): void {
    const minute = Math.floor(now / MINUTE) * MINUTE
    this.add({ workspaceId, minute, ...what })
    if (!what.steps) return
    const second = Math.floor(now / 1000)
    this.seconds.set(second, (this.seconds.get(second) ?? 0) + what.steps)
    this.forget(second)
  }

  /** Steps committed in the last sixty seconds. */
  lastMinute(now = Date.now()): number {
    this.forget(Math.floor(now / 1000))
    return [...this.seconds.values()].reduce((sum, steps) => sum + steps, 0)
  }

  /** Writes what was counted since the last time; keeps it when the database does not take it. */
  async flush(pool: Pool, workerId: string): Promise<void> {
    const rows = [...this.counted.values()]
    if (rows.length === 0) return
    this.counted = new Map()
    try {
      await pool.query({
        name: 'tally',
        text: `insert into engine_minute as m (workspace_id, minute, worker_id, steps, ended)
               select c.workspace, to_timestamp(c.minute / 1000.0), $1, c.steps, c.ended
                 from unnest($2::text[], $3::float8[], $4::int[], $5::int[]) c(workspace, minute, steps, ended)
               on conflict (workspace_id, minute, worker_id)
                 do update set steps = m.steps + excluded.steps, ended = m.ended + excluded.ended`,
        values: [
          workerId,
          rows.map(({ workspaceId }) => workspaceId),
          rows.map(({ minute }) => minute),
          rows.map(({ steps }) => steps),
          rows.map(({ ended }) => ended),
        ],
      })
    } catch (error) {
      for (const row of rows) this.add(row)
      throw error
    }
  }

  private add({ workspaceId, minute, steps, ended }: Counted): void {
    const key = `${minute} ${workspaceId}`
    const row = this.counted.get(key) ?? { workspaceId, minute, steps: 0, ended: 0 }
    this.counted.set(key, { ...row, steps: row.steps + steps, ended: row.ended + ended })
  }

  private forget(second: number): void {
    for (const each of this.seconds.keys()) {
      if (each > second - 60) return
      this.seconds.delete(each)
    }
  }
}

/** A store that counts what it commits. */
export class CountingStore extends RunStore {
  constructor(
    lanes: Statements,
    private readonly tally: Tally,
  ) {
    super(lanes)
  }

  override async commit(...args: Parameters<RunStore['commit']>): Promise<Committed> {
    const committed = await super.commit(...args)
    const [run, , , steps] = args
    const ended = isOver(committed.status as RunStatus) ? 1 : 0
    const count = steps.filter(({ commit }) => commit.step).length
    this.tally.count(run.workspaceId, { steps: count, ended })
    return committed
  }
}
