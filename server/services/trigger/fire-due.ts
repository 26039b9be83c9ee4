import type { PoolClient } from 'pg'
import { BatonError } from '@/domain/problem'
import { dueTimes } from '@/domain/trigger/schedule'
import { triggerActor } from '@/domain/trigger/trigger'
import type { TeamTrigger } from '@/prisma/generated/client'
import type { Db } from '@/server/db/client'
import { inTransaction } from '@/server/db/transaction'
import { log } from '@/server/log'
import { appendEntries } from '@/server/record/append'
import { parseTrigger, type TriggerOf } from './find'
import { said, startTriggered } from './start-triggered'

const SLOTS_EVERY = 5

/** What a worker does for triggers every second; any number of workers may. */
export function triggerTick(db: Db): () => Promise<void> {
  let turn = 0
  return async () => {
    turn++
    await fireDue(db)
    // For safety: a run that ends admits the next in its own transaction.
    if (turn % SLOTS_EVERY === 0)
      await db.pool.query(
        'select admit_runs(team_id) from (select distinct team_id from run where queue_number is not null) t',
      )
  }
}

/**
 * Fires the schedules that are due. One worker has a schedule's row while it does; if it dies, another fires the same
 * times again, which start the same runs: their key is the trigger and the time.
 * @returns how many runs it started
 */
export async function fireDue(db: Db, now = new Date()): Promise<number> {
  const failed: string[] = []
  let runs = 0
  for (;;) {
    let id: string | undefined
    try {
      const fired = await inTransaction(db.pool, async (client) => {
        const { rows } = await client.query<{ id: string }>(CLAIM, [now, failed])
        id = rows[0]?.id
        return id === undefined ? undefined : fire(db, client, id, now)
      })
      if (fired === undefined) return runs
      runs += fired
    } catch (error) {
      if (id === undefined) throw error
      failed.push(id)
      log.warn({ err: error, trigger: id }, 'a schedule could not fire, tried again at the next turn')
    }
  }
}

const CLAIM = `select id from team_trigger where enabled and next_at <= $1 and id <> all($2)
  order by next_at limit 1 for update skip locked`

async function fire(db: Db, client: PoolClient, id: string, now: Date): Promise<number> {
  const row: TeamTrigger = await db.prisma.teamTrigger.findUniqueOrThrow({ where: { id } })
  const trigger = parseTrigger(row)
  if (trigger.kind !== 'schedule' || !trigger.nextAt) throw new Error('what is due is no schedule')
  const { config } = trigger
  const { fire: times, next } = dueTimes(config, config.missed, trigger.nextAt, now)
  let runs = 0
  let last: string | null = null
  let problem: string | null = null
  for (const time of times) {
    try {
      const started = await startTriggered(db, trigger, { input: config.input, key: time.toISOString() })
      last = started.id
      problem = null
      if (started.created) runs++
    } catch (error) {
      if (!(error instanceof BatonError)) throw error
      problem = said(error)
      await recordFailure(db, trigger, time, error)
    }
  }
  await client.query(SETTLE, [id, next, last, problem, times.length > 0])
  return runs
}

const SETTLE = `update team_trigger set next_at = $2, last_run_id = coalesce($3, last_run_id),
  last_fired_at = case when $3::text is null then last_fired_at else now() end,
  last_problem = case when $5 then $4::jsonb else last_problem end where id = $1`

/** Nobody is there to be told, so the record is. */
async function recordFailure(
  db: Db,
  trigger: TriggerOf<'schedule'>,
  time: Date,
  { code, message }: BatonError,
): Promise<void> {
  await appendEntries(db.prisma, trigger.workspaceId, [
    {
      kind: 'trigger.failed',
      actor: triggerActor(trigger),
      team: trigger.teamId,
      subject: trigger.name,
      data: { trigger: trigger.id, due: time.toISOString(), code },
      sealed: { message },
    },
  ])
}
