import { Prisma } from '@/prisma/generated/client'
import { principalOf } from '@/domain/actor'
import { authorize, type Authorized, type Context } from '@/server/services/context'

const MOST = 100

export interface OverviewProposal {
  id: string
  team: string
  slug: string
  note: string
  proposedBy: string
  proposedAt: Date
}

/**
 * Whether a proposed version waits for this caller as its second person, as a condition on `publish_proposal p` and its
 * `team t`: they have the permission and no hand in it.
 */
export function forSecondPerson({ may, actor }: Pick<Authorized, 'may' | 'actor'>): Prisma.Sql {
  return Prisma.sql`(${may('team.approve')} AND p.status = 'open' AND t.archived_at IS NULL
    AND NOT p.editors @> ARRAY[${principalOf(actor)}])`
}

/** Versions that wait for the caller as the second person, the oldest first: none for who had a hand in them. */
export async function proposalsInSight(scope: Authorized, most = 5): Promise<OverviewProposal[]> {
  const { db, workspace } = scope
  return db.prisma.$queryRaw<OverviewProposal[]>`
    SELECT p.id, t.name AS team, t.slug, p.note, p.proposed_by ->> 'name' AS "proposedBy", p.proposed_at AS "proposedAt"
      FROM publish_proposal p JOIN team t ON t.id = p.team_id
     WHERE p.workspace_id = ${workspace.id} AND ${forSecondPerson(scope)}
     ORDER BY p.proposed_at
     LIMIT ${most}`
}

/** All that wait for the caller, for their inbox. */
export async function listWaitingProposals(ctx: Context): Promise<OverviewProposal[]> {
  const scope = await authorize(ctx, 'team.read')
  return proposalsInSight(scope, MOST)
}
