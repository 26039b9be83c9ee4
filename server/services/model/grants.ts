import type { Actor } from '@/domain/actor'
import type { ModelTier } from '@/domain/team/agent'
import { authorize, type Context } from '../context'

/** Standing leave to use models up to a tier above the agent's own. */
export interface ModelGrant {
  id: string
  /** Empty: every agent. */
  agent: string
  agentName: string | null
  /** The agent's own tier; null for every agent. */
  own: ModelTier | null
  tier: ModelTier
  reason: string
  grantedBy: Actor
  grantedAt: Date
}

/** Who has standing leave to use dearer models; what reviews gave for one run is with the run. */
export async function listGrants(ctx: Context): Promise<ModelGrant[]> {
  const scope = await authorize(ctx, 'cost.read')
  return scope.db.prisma.$queryRaw<ModelGrant[]>`
    SELECT m.id, m.agent_slug AS agent, g.definition ->> 'name' AS "agentName",
           coalesce(g.definition ->> 'tier', 'standard') AS own, m.tier, m.reason, m.granted_by AS "grantedBy",
           m.granted_at AS "grantedAt"
      FROM model_grant m LEFT JOIN agent g ON g.workspace_id = m.workspace_id AND g.slug = m.agent_slug
     WHERE m.workspace_id = ${scope.workspace.id} AND m.run_id = ''
     ORDER BY m.agent_slug`.then((grants) =>
    grants.map((grant) => ({ ...grant, own: grant.agent ? grant.own : null })),
  )
}
