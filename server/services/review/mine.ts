import { Prisma } from '@/prisma/generated/client'
import { principalOf } from '@/domain/actor'
import { decides } from '@/domain/policy/decides'
import { RISKS } from '@/domain/effect/risk'
import { unmet, type ReviewRule } from '@/domain/run/review-rule'
import type { Decider } from './decider'

/**
 * Whether a review waits for this caller, as a condition on `review r`, its `run` and that run's `team_version v`: they may
 * give the answer it asks for, it is assigned to them or to nobody, they meet what the workspace's rules ask, and four eyes
 * do not bar them. What stopped waits for whoever started it, too: they may try again. Budgets are no matter of rules.
 */
export function mine({ may, actor, standing, rules, inPlaceOf }: Decider): Prisma.Sql {
  const assignees = [actor.id, ...inPlaceOf]
  const closed = rules.filter(({ group, ...rule }) =>
    unmet({ ...rule, groups: group ? [group] : [] }, standing),
  )
  const watched = rules.filter(({ fourEyes }) => fourEyes)
  return Prisma.sql`(r.kind = ANY(${decides(may)}) AND (r.assignee_id IS NULL OR r.assignee_id = ANY(${assignees}))
    AND NOT (r.kind <> 'budget' AND ${anyOf(closed)})
    AND NOT ((r.four_eyes OR (r.kind <> 'budget' AND ${anyOf(watched)})) AND r.kind <> 'escalation'
      AND (${handOf(principalOf(actor))} OR ${everyHandOf(inPlaceOf)})))`
}

const handOf = (who: string): Prisma.Sql =>
  Prisma.sql`(${who} = ANY(v.editors) OR EXISTS (SELECT FROM brought_by(run.id) b WHERE b.principal = ${who}))`

const everyHandOf = (all: readonly string[]): Prisma.Sql =>
  all.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(all.map(handOf), ' AND ')})`

const anyOf = (rules: readonly ReviewRule[]): Prisma.Sql =>
  rules.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(rules.map(concerns), ' OR ')})`

/** As `holdsFor` in domain/run/review-rule.ts. */
function concerns({ teamId, connection, risk }: ReviewRule): Prisma.Sql {
  const risks = risk === null ? RISKS : RISKS.slice(RISKS.indexOf(risk))
  const to = JSON.stringify([{ connection }])
  return Prisma.sql`(${teamId === null ? Prisma.sql`true` : Prisma.sql`r.team_id = ${teamId}`}
    AND r.risk = ANY(${[...risks]})
    AND ${connection === null ? Prisma.sql`true` : Prisma.sql`r.view->'effects' @> ${to}::jsonb`})`
}
