import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { KEPT_DAYS } from '@/domain/event/event'
import { KEPT_RESULTS } from '@/domain/team/case'
import type { Db } from '@/server/db/client'
import { log } from '@/server/log'
import { sweepRetention } from '@/server/record/erasure/retention'

const HOUSEKEEPING_LOCK = 7002
const HOUR = 3_600_000
/** When nobody asks sooner: how long until the next look whether a chore is due. */
const LOOK_MS = 10_000
const SOON_MS = 1000
const SMALLEST = 50
const LARGEST = 1000

/** Everything it removes. */
export const TASKS = [
  'branches',
  'rate_limits',
  'leases',
  'minutes',
  'events',
  'messages',
  'trials',
  'trial_results',
  'draft_edits',
  'presences',
  'retention',
  'connection_calls',
] as const
export type HousekeepingTask = (typeof TASKS)[number]

interface Chore {
  task: HousekeepingTask
  /** How long it rests when it found nothing to remove. */
  restMs: number
  /** Removes at most `limit` rows that nobody needs any more; answers how many. */
  remove: (limit: number) => Promise<number>
}

export interface HousekeepingOptions {
  /** How long the branches of a run that is done are kept. */
  retentionMs: number
  /** A turn starts no batch after this; what is left waits for the next turn. */
  budgetMs?: number
}

/** By task: how many rows a turn removed. */
export type Removed = Partial<Record<Chore['task'], number>>

/**
 * Removes what the engine no longer needs, in small batches, on one worker at a time: where runs that are done once stood,
 * and what workers, sign-ins, events and messages leave behind. Of the history of runs only values go, by the workspace's
 * rules of how long each classification is kept.
 */
export class Housekeeper {
  private readonly chores: readonly Chore[]
  private readonly budgetMs: number
  private nextLook = 0
  private batch = 250

  constructor(
    private readonly db: Pick<Db, 'pool'>,
    { retentionMs, budgetMs = 200 }: HousekeepingOptions,
  ) {
    this.budgetMs = budgetMs
    this.chores = [
      {
        task: 'branches',
        restMs: 60_000,
        remove: (limit) => this.removeBranches(new Date(Date.now() - retentionMs), limit),
      },
      // rate-limiter-flexible keeps `expire` in milliseconds; a row without it never expires.
      { task: 'rate_limits', restMs: HOUR / 6, remove: this.deleting('rate_limit', RATE_LIMITS) },
      // A lost worker stays to be seen for a day; one that stopped took its row along.
      { task: 'leases', restMs: HOUR / 6, remove: this.deleting('worker_lease', LEASES) },
      { task: 'minutes', restMs: HOUR / 6, remove: this.deleting('engine_minute', MINUTES) },
      { task: 'events', restMs: HOUR / 6, remove: this.deleting('received_event', EVENTS) },
      { task: 'messages', restMs: HOUR / 60, remove: this.deleting('received_message', MESSAGES) },
      { task: 'trials', restMs: HOUR / 6, remove: this.deleting('trial_version', TRIALS) },
      { task: 'trial_results', restMs: HOUR / 6, remove: this.deleting('trial', TRIAL_RESULTS) },
      { task: 'draft_edits', restMs: HOUR, remove: this.deleting('draft_edit', DRAFT_EDITS) },
      { task: 'presences', restMs: HOUR / 6, remove: this.deleting('draft_presence', PRESENCES) },
      // Runs whose values were kept long enough; the runs themselves stay.
      { task: 'retention', restMs: HOUR / 6, remove: (limit) => sweepRetention(this.db.pool, limit) },
      { task: 'connection_calls', restMs: HOUR, remove: this.deleting('connection_call', CONNECTION_CALLS) },
    ]
  }

  /**
   * Where the tokens of runs that are done stood: nobody takes such a run up again, as one that failed may be, and what
   * happened stands in its steps and forks, which stay.
   */
  private async removeBranches(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.db.pool.query({
      name: 'remove_branches',
      // The run is asked for row by row: a join, planned on counts of a table that has just filled, reads the whole index
      // again for each of them.
      text: `delete from branch where ctid = any(array(
               select b.ctid from branch b
                 where b.status in ('done', 'absorbed', 'cancelled') and b.moved_at < $1
                   and (select r.status = 'done' and r.ended_at < $1 from run r where r.id = b.run_id)
                 order by b.moved_at limit $2))`,
      values: [before, limit],
    })
    return rowCount ?? 0
  }

  /** One turn, if one is due and no other worker has it. */
  async turn(): Promise<Removed> {
    if (performance.now() < this.nextLook) return {}
    this.nextLook = performance.now() + LOOK_MS
    const client = await this.db.pool.connect()
    try {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) held', [
        HOUSEKEEPING_LOCK,
      ])
      if (!rows[0]?.held) return {}
      try {
        return await this.work(client)
      } finally {
        await client.query('select pg_advisory_unlock($1)', [HOUSEKEEPING_LOCK])
      }
    } finally {
      client.release()
    }
  }

  private async work(client: PoolClient): Promise<Removed> {
    const began = performance.now()
    const removed: Removed = {}
    const due = await this.due(client)
    for (const chore of due) {
      if (performance.now() - began >= this.budgetMs && chore !== due[0]) {
        this.nextLook = performance.now() + SOON_MS
        break
      }
      const count = await this.carryOut(chore, client, began)
      if (count > 0) removed[chore.task] = count
    }
    if (Object.keys(removed).length > 0)
      log.info({ ...removed, ms: Math.round(performance.now() - began) }, 'housekeeping')
    return removed
  }

  /** What is due, the longest due first, so that none starves behind one that never ends. */
  private async due(client: PoolClient): Promise<Chore[]> {
    const { rows } = await client.query<{ task: string; since: number }>(
      'select task, extract(epoch from now() - due_at)::float8 since from housekeeping',
    )
    const since = new Map(rows.map((row) => [row.task, row.since]))
    // One that never ran is due since long ago; a number, since two infinities have no order.
    const of = ({ task }: Chore) => since.get(task) ?? Number.MAX_SAFE_INTEGER
    return this.chores.filter((chore) => of(chore) >= 0).toSorted((a, b) => of(b) - of(a))
  }

  private async carryOut(chore: Chore, client: PoolClient, began: number): Promise<number> {
    const from = performance.now()
    let removed = 0
    let more: boolean
    do {
      const size = this.batch
      const start = performance.now()
      const count = await chore.remove(size)
      removed += count
      more = count >= size
      this.learn(performance.now() - start, count)
      // Whatever else this process and the database have to do comes between two batches.
      if (more) await sleep(1)
    } while (more && performance.now() - began < this.budgetMs)
    const restMs = more ? SOON_MS : removed > 0 ? Math.min(chore.restMs, LOOK_MS) : chore.restMs
    if (more) this.nextLook = performance.now() + SOON_MS
    await client.query({
      name: 'housekeeping',
      text: `insert into housekeeping as h (task, ran_at, due_at, took_ms, removed, removed_at, removed_last, removed_total)
             values ($1, now(), now() + make_interval(secs => $2::float8 / 1000), $3, $4,
               case when $4::int > 0 then now() end, $4, $4)
             on conflict (task) do update set ran_at = excluded.ran_at, due_at = excluded.due_at,
               took_ms = excluded.took_ms, removed = excluded.removed,
               removed_at = coalesce(excluded.removed_at, h.removed_at),
               removed_last = case when excluded.removed > 0 then excluded.removed else h.removed_last end,
               removed_total = h.removed_total + excluded.removed`,
      values: [chore.task, restMs, Math.round(performance.now() - from), removed],
    })
    return removed
  }

  /** Batches grow while the database is at ease, and shrink when one takes long. */
  private learn(ms: number, count: number): void {
    if (ms > 100) this.batch = Math.max(SMALLEST, Math.floor(this.batch / 2))
    else if (ms < 25 && count >= this.batch) this.batch = Math.min(LARGEST, this.batch * 2)
  }

  private deleting(table: string, where: string): Chore['remove'] {
    return async (limit) => {
      const { rowCount } = await this.db.pool.query(
        `delete from ${table} where ctid in (select ctid from ${table} where ${where} limit $1)`,
        [limit],
      )
      return rowCount ?? 0
    }
  }
}

const RATE_LIMITS = 'expire < extract(epoch from now()) * 1000'
const LEASES = "seen_at < now() - interval '1 day'"
// Until then a message that comes again is known by its id; what it did has a key of its own beyond that.
const MESSAGES = "received_at < now() - interval '7 days'"
// Until then edits that come again are known by their id, and who was away that long is told what came since.
const DRAFT_EDITS = "at < now() - interval '30 days'"
const PRESENCES = "seen_at < now() - interval '1 hour'"
const CONNECTION_CALLS = "at < now() - interval '90 days'"
// A draft as it was tried stays as long as a run is of it, or will be.
const TRIALS = `created_at < now() - interval '1 hour' and not exists (
  select from run r where r.trial and r.version_id = trial_version.id) and not exists (
  select from trial t where t.version_id = trial_version.id and t.status = 'queued')`
// The last results of each case, and of tries by hand; of a case that was removed for a day, so that this can be undone.
const TRIAL_RESULTS = `status not in ('queued', 'running') and (
  id in (select id from (select id, row_number() over (partition by team_id, case_name order by started_at desc, id desc) place
                           from trial) ranked where place > ${KEPT_RESULTS})
  or (case_name is not null and ended_at < now() - interval '1 day'
        and not exists (select from team_case c where c.team_id = trial.team_id and c.name = trial.case_name)))`
const MINUTES = "minute < now() - interval '2 hours'"
// What a branch took that has not gone on yet (it is held, a person is asked about it, or its run ended there and may be
// taken up again) is still needed.
const EVENTS = `received_at < now() - interval '${KEPT_DAYS} days' and not exists (
  select from event_taking t join branch b on b.run_id = t.run_id and b.branch = t.branch
    where t.event_id = received_event.id and b.status in ('queued', 'ready', 'waiting', 'stopped') and b.arrived->'event'->>'id' = t.event_id)`
