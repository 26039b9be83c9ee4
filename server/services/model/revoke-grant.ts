import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'

export const revokeGrantInput = z.object({ id: z.string() })

/**
 * Takes standing leave for dearer models back: from the next call on it is asked for again.
 * @throws BatonError not_found
 */
export async function revokeGrant(ctx: Context, { id }: z.infer<typeof revokeGrantInput>): Promise<void> {
  const scope = await authorize(ctx, 'budget.edit')
  await transact(scope, async (tx, record) => {
    const where = { id, workspaceId: scope.workspace.id, runId: '' }
    const grant = await tx.modelGrant.findFirst({ where })
    if (!grant) throw new BatonError('not_found', 'There is no such leave in this workspace.')
    await tx.modelGrant.delete({ where: { id } })
    await record({ kind: 'model.revoked', data: { agent: grant.agentSlug || '*', tier: grant.tier } })
  })
}
