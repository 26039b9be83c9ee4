import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, type Context } from '../context'
import { sightIn } from '../sight'
import { day } from '../limits'
import { dearestRuns } from './dearest'

const COST_GROUPINGS = ['agent', 'team', 'model', 'outcome'] as const
export type CostGrouping = (typeof COST_GROUPINGS)[number]

export const costSummaryInput = z.object({ by: z.enum(COST_GROUPINGS), from: day, to: day })

interface Group {
  key: string
  calls: number
  micros: bigint
}

interface Day extends Group {
  day: string
}

const KEY: Record<CostGrouping, string> = {
  agent: "coalesce(c.agent_slug, 'none')",
  team: "coalesce(t.name, 'none')",
  model: "c.provider || ' ' || c.model",
  outcome: "coalesce(r.outcome->>'result', r.status, 'none')",
}

/** The machine tried once more: an attempt at this step had failed since a person last said to go on, if one ever did. */
const AGAIN = `c.attempt > 0 and exists (select from step s where s.run_id = c.run_id and s.node = c.node
  and s.iteration = c.iteration and s.attempt < c.attempt and s.ended_at > coalesce((select max(v.decided_at) from review v where v.run_id = c.run_id
    and v.node = c.node and v.iteration = c.iteration and v.decided_at <= c.started_at), '-infinity'))`

/**
 * What was spent from `from` up to `to` (days in the workspace's time zone, both included), grouped, and by day.
 * Money in micro-dollars. Every call counts, repairs, fallbacks, failures and tests too. `extra` is what was not a first
 * answer: repairs, fallbacks, tests, and what the machine tried again by itself.
 * @throws BatonError invalid when it ends before it begins
 */
export async function costSummary(
  ctx: Context,
  { by, from, to }: { by: CostGrouping; from: string; to: string },
) {
  const scope = await authorize(ctx, 'cost.read')
  if (to < from)
    throw new BatonError('invalid', 'These days end before they begin.', [
      { pointer: '/to', message: 'is before `from`', expected: `${from} or later` },
    ])
  const { id, timeZone } = scope.workspace
  const parameters = [id, from, to, timeZone]
  const within = `c.workspace_id = $1 and c.started_at >= ($2::date)::timestamp at time zone $4
    and c.started_at < (($3::date + 1)::timestamp at time zone $4)`
  const joined = `model_call c left join run r on r.id = c.run_id left join team t on t.id = c.team_id`
  const pool = scope.db.pool
  const [groups, days, totals, dearest, budgets, waiting] = await Promise.all([
    pool.query<{ key: string; calls: number; micros: string }>(
      `select ${KEY[by]} as key, count(*)::int calls, sum(c.cost_micros)::text micros from ${joined} where ${within}
       group by 1 order by sum(c.cost_micros) desc, 1`,
      parameters,
    ),
    pool.query<{ day: string; key: string; calls: number; micros: string }>(
      `select to_char(c.started_at at time zone $4, 'YYYY-MM-DD') as day, ${KEY[by]} as key, count(*)::int calls,
         sum(c.cost_micros)::text micros from ${joined} where ${within} group by 1, 2 order by 1, 2`,
      parameters,
    ),
    pool.query<{
      micros: string
      extra: string
      repairs: string
      fallbacks: string
      retries: string
      tests: string
      reserved: string
      calls: number
      runs: number
      sandbox: number
    }>(
      `select coalesce(sum(c.cost_micros), 0)::text micros, count(*)::int calls, count(distinct c.run_id)::int runs,
         coalesce(sum(c.cost_micros) filter (where c.purpose <> 'answer' or ${AGAIN}), 0)::text extra,
         coalesce(sum(c.cost_micros) filter (where c.purpose = 'repair'), 0)::text repairs,
         coalesce(sum(c.cost_micros) filter (where c.purpose = 'fallback'), 0)::text fallbacks,
         coalesce(sum(c.cost_micros) filter (where c.purpose = 'answer' and ${AGAIN}), 0)::text retries,
         coalesce(sum(c.cost_micros) filter (where c.purpose = 'test'), 0)::text tests,
         coalesce(sum(c.reserved_micros) filter (where c.status = 'reserved'), 0)::text reserved,
         count(*) filter (where c.sandbox)::int sandbox
       from ${joined} where ${within}`,
      parameters,
    ),
    dearestRuns(pool, within, parameters),
    scope.db.prisma.budget.count({ where: { workspaceId: id } }),
    pool.query<{ budget: string; runs: number }>(
      `select view->'budget'->>'budgetId' budget, count(distinct run_id)::int runs from review
       where workspace_id = $1 and kind = 'budget' and status = 'open' and view->'budget'->>'budgetId' is not null
       group by 1`,
      [id],
    ),
  ])
  const total = totals.rows[0]
  const sight = await sightIn(scope)
  return {
    by,
    from,
    to,
    totalMicros: BigInt(total?.micros ?? 0),
    reservedMicros: BigInt(total?.reserved ?? 0),
    extraMicros: BigInt(total?.extra ?? 0),
    repairMicros: BigInt(total?.repairs ?? 0),
    fallbackMicros: BigInt(total?.fallbacks ?? 0),
    retryMicros: BigInt(total?.retries ?? 0),
    testMicros: BigInt(total?.tests ?? 0),
    calls: total?.calls ?? 0,
    runs: total?.runs ?? 0,
    sandboxCalls: total?.sandbox ?? 0,
    budgets,
    /** Runs that a budget holds up now, by budget. */
    blocked: waiting.rows,
    groups: groups.rows.map((row): Group => ({ ...row, micros: BigInt(row.micros) })),
    days: days.rows.map((row): Day => ({ ...row, micros: BigInt(row.micros) })),
    dearest: await sight.titled(dearest),
  }
}
