import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { modelTierSchema } from '@/domain/team/agent'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'
import { reasonSchema } from '../reason'

export const grantModelInput = z.object({
  /** Slug of the agent; empty for every agent. */
  agent: z.string().max(200).default(''),
  /** Up to which it may go. */
  tier: modelTierSchema,
  reason: reasonSchema,
})

/**
 * Gives an agent, or all of them, standing leave to use models up to a tier above its own. Policies still have the last
 * word: they are told of the leave (`context.granted` of `model.use`).
 * @throws BatonError invalid when there is no such agent
 */
export async function grantModel(
  ctx: Context,
  { agent, tier, reason }: z.infer<typeof grantModelInput>,
): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'budget.edit')
  const workspaceId = scope.workspace.id
  return transact(scope, async (tx, record) => {
    const where = { workspaceId_slug: { workspaceId, slug: agent } }
    if (agent && !(await tx.agent.findUnique({ where, select: { id: true } })))
      throw new BatonError('invalid', 'There is no such agent in this workspace.', [
        { pointer: '/agent', message: 'unknown agent', expected: 'a slug' },
      ])
    const key = { workspaceId, agentSlug: agent, runId: '' }
    const given = { tier, reason, grantedBy: scope.actor, grantedAt: new Date() }
    const { id } = await tx.modelGrant.upsert({
      where: { workspaceId_agentSlug_runId: key },
      create: { id: newId('mgr'), ...key, ...given },
      update: given,
    })
    await record({ kind: 'model.granted', data: { agent: agent || '*', tier }, sealed: { reason } })
    return { id }
  })
}
