import { principalOf } from '@/domain/actor'
import { permits } from '@/domain/policy/permission'
import type { Scope } from '@/server/services/context'

export interface OverviewProposal {
  id: string
  team: string
  slug: string
  note: string
  proposedBy: string
  proposedAt: Date
}

/** Versions that wait for the caller as the second person, the oldest first: none for who had a hand in them. */
export async function proposalsInSight({ db, workspace, actor, roles }: Scope): Promise<OverviewProposal[]> {
  if (!permits(roles, 'team.approve')) return []
  return db.prisma.$queryRaw<OverviewProposal[]>`
    SELECT p.id, t.name AS team, t.slug, p.note, p.proposed_by ->> 'name' AS "proposedBy", p.proposed_at AS "proposedAt"
      FROM publish_proposal p JOIN team t ON t.id = p.team_id
     WHERE p.workspace_id = ${workspace.id} AND p.status = 'open' AND t.archived_at IS NULL
       AND NOT p.editors @> ARRAY[${principalOf(actor)}]
     ORDER BY p.proposed_at
     LIMIT 5`
}
