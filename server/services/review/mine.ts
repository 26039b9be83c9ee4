import { Prisma } from '@/prisma/generated/client'
import { principalOf } from '@/domain/actor'
import { decides } from '@/domain/policy/decides'
import type { Context } from '../context'

/**
 * Whether a review waits for this caller, as a condition on `review r`, its `run` and that run's `team_version v`: their
 * roles give the answer it asks for, it is assigned to them or to nobody, and four eyes do not bar them. What stopped waits
 * for whoever started it, too: they may try again.
 */
export function mine({ roles, actor }: Pick<Context, 'roles' | 'actor'>): Prisma.Sql {
  const me = principalOf(actor)
  return Prisma.sql`(r.kind = ANY(${decides(roles)}) AND (r.assignee_id IS NULL OR r.assignee_id = ${actor.id})
    AND NOT (r.four_eyes AND r.kind <> 'escalation'
      AND (${me} = ANY(v.editors) OR EXISTS (SELECT FROM brought_by(run.id) b WHERE b.principal = ${me}))))`
}
