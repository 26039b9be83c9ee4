import { z } from 'zod'
import { categorySchema, classificationSchema } from '@/domain/policy/classification'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { keepingMenders } from '../policy/lockout'
import { refuseBeyondOwn } from './within-own'

export const setClearanceInput = z.object({
  id: z.string().max(100),
  clearance: classificationSchema,
  categories: z.array(categorySchema),
})

/**
 * What a member may see of what reviews show, by themselves; their groups add to it.
 * @throws BatonError not_found · forbidden (beyond the caller's own) · conflict when nobody would be left to mend the policies
 */
export async function setMemberClearance(
  ctx: Context,
  { id, clearance, categories }: z.infer<typeof setClearanceInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'member.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    const member = await tx.membership.findUnique({
      where: { workspaceId_userId: { workspaceId, userId: id } },
      select: { roles: true, clearance: true, categories: true },
    })
    if (!member) throw new BatonError('not_found', 'There is no such member here.')
    const { roles: _, ...before } = member
    const after = { clearance, categories: [...new Set(categories)] }
    await refuseBeyondOwn(tx, scope, after, member)
    await keepingMenders(tx, scope, () =>
      tx.membership.update({ where: { workspaceId_userId: { workspaceId, userId: id } }, data: after }),
    )
    await record({ kind: 'member.clearance_changed', data: { member: id, before, after } })
  })
}
