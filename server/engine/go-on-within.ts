import type { Actor } from '@/domain/actor'
import { formatMoney } from '@/domain/budget/money'
import type { Verdict } from '@/domain/run/review'
import type { Db } from '@/server/db/client'
import { ENGINE } from './commit'
import type { Arrived } from './entered'
import { onceMore } from './once-more'
import { isRefused, isReviewClosed, RunStore } from './store'

/** Answered in one go, the longest open first; the next sweep does as many. */
const AT_A_TIME = 500

/** A step that waits for a budget which is not any more as it was when the step was refused. */
interface Waiting {
  review: string
  digest: string
  workspaceId: string
  run: string
  team: string
  version: string
  branch: string
  node: string
  name: string
  iteration: number
  attempt: number
  arrived: Arrived
  /** raised: its cap is higher · soft: it does not block any more · anew: that window is over · removed */
  because: 'raised' | 'soft' | 'anew' | 'removed'
  capMicros: string | null
  /** Who set the budget as it is now. */
  setBy: Actor | null
  /** How many such steps there are, with those beyond this turn. */
  total: number
}

/**
 * Lets all steps go on that wait for a budget which was raised, lifted, removed or has begun anew since they asked: one
 * answer for all of them, in every run. Each review is closed as answered by whoever raised it, with an entry of its own on
 * the record, in one commit with the step it lets go; a step that still does not fit asks again. What is to be done is
 * read from the tables, so it may be called by anybody at any time: by whoever changed a budget, at once, and by the sweep
 * for windows that begin anew, for steps that asked while it was being raised, and for what a crash left.
 * @param workspaceId all of them without one
 * @returns how many steps go on, with those that are left to the sweep
 */
export async function goOnWithin(
  db: Pick<Db, 'pool' | 'lanes'>,
  workspaceId?: string,
  most = AT_A_TIME,
): Promise<number> {
  const store = new RunStore(db.lanes)
  const { rows } = await db.pool.query<Waiting>({
    name: 'go_on_within',
    text: WAITING,
    values: [workspaceId ?? null, most],
  })
  let count = rows[0]?.total ?? 0
  for (const waiting of rows) {
    try {
      await answer(store, waiting)
    } catch (error) {
      // Somebody decided it, or its run ended, at the same moment.
      if (!isRefused(error) && !isReviewClosed(error)) throw error
      count--
    }
  }
  return count
}

/** The verdict and what it lets go on, as one commit, like a person's (server/services/review/verdict-commit.ts). */
async function answer(store: RunStore, waiting: Waiting): Promise<void> {
  const { review, digest, node, iteration, attempt, because } = waiting
  const { by, reason } = answerOf(waiting)
  const decision = because === 'raised' ? 'raise' : 'retry'
  const verdict: Verdict = { decision, digest, reason }
  await store.commit({ id: waiting.run, workspaceId: waiting.workspaceId }, waiting.branch, null, [
    {
      commit: {
        ...{ node, iteration, attempt, settle: [] },
        verdict: { reviewId: review, digest, verdict, by },
        ...onceMore(waiting),
      },
      entries: [
        {
          ...{ kind: 'review.decided', actor: by, run: waiting.run, team: waiting.team },
          ...{ version: waiting.version, node, iteration, attempt },
          data: {
            name: waiting.name,
            review,
            kind: 'budget',
            decision,
            view: digest,
            edited: false,
            because,
          },
          sealed: { reason },
        },
      ],
    },
  ])
}

function answerOf({ because, capMicros, setBy }: Waiting): { by: Actor; reason: string } {
  switch (because) {
    case 'raised':
      return {
        by: setBy ?? ENGINE,
        reason: `The budget is raised to ${formatMoney(BigInt(capMicros ?? 0))}.`,
      }
    case 'soft':
      return { by: setBy ?? ENGINE, reason: 'The budget counts and does not block any more.' }
    case 'anew':
      return { by: ENGINE, reason: 'The budget has begun anew.' }
    case 'removed':
      return { by: ENGINE, reason: 'The budget was removed.' }
  }
}

// First what was asked about, each once and off the index; steps are looked at only where it is not so any more.
const WAITING = `
  with asked as materialized (
    select budget_id, asked_window, asked_cap_micros from review
      where status = 'open' and budget_id is not null group by budget_id, asked_window, asked_cap_micros
  ), changed as materialized (
    select asked.*, a.cap_micros, b.updated_by,
      case when b.id is null then 'removed' when not a.hard then 'soft' when a.cap_micros > asked_cap_micros then 'raised'
        else 'anew' end because
    from asked
      left join budget b on b.id = asked.budget_id
      left join workspace w on w.id = b.workspace_id
      left join budget_account a on a.budget_id = asked.budget_id and a."window" = asked.asked_window
    where a.id is null or not a.hard or a.cap_micros > asked_cap_micros or b.period <> 'run' and (
      split_part(asked_window, '@', 2) <> coalesce(b.time_zone, '') or split_part(asked_window, '@', 1) <
        to_char(clock_timestamp() at time zone coalesce(b.time_zone, w.time_zone),
          case b.period when 'day' then 'YYYY-MM-DD' else 'YYYY-MM' end))
  ), waiting as materialized (
    select r.id review, r.digest, r.workspace_id, r.run_id, r.team_id, run.version_id, r.branch, r.node, r.iteration, br.attempt,
      br.arrived, c.because, c.cap_micros, c.updated_by, count(*) over () total
    from changed c
      join review r on r.budget_id = c.budget_id and r.asked_window = c.asked_window
        and r.asked_cap_micros = c.asked_cap_micros and r.status = 'open'
      join run on run.id = r.run_id and run.status in ('running', 'waiting', 'blocked')
      join branch br on br.run_id = r.run_id and br.branch = r.branch and br.status = 'waiting' and br.node = r.node
        and br.iteration = r.iteration
    where $1::text is null or r.workspace_id = $1
    order by r.created_at, r.id limit $2
  )
  select w.review, w.digest, w.workspace_id "workspaceId", w.run_id run, w.team_id team, v.digest version, w.branch, w.node,
    coalesce(v.bundle #>> array['nodes', w.node, 'name'], w.node) name, w.iteration, w.attempt, w.arrived, w.because,
    w.cap_micros::text "capMicros", w.updated_by "setBy", w.total::int
  from waiting w join team_version v on v.id = w.version_id`
