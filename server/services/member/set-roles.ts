import { z } from 'zod'
import { ROLES } from '@/domain/policy/permission'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { keepingMenders } from '../policy/lockout'
import { keepAnAdmin } from './keep-an-admin'
import { refuseBeyondOwn } from './within-own'

export const setRolesInput = z.object({
  id: z.string(),
  roles: z.array(z.enum(ROLES)).min(1, 'at least one role'),
})

/**
 * Sets what a member may do; it holds from their next request on.
 * @throws BatonError not_found | forbidden (a role that the caller does not hold) | conflict when nobody would be left to administer the workspace, or to mend its policies
 */
export async function setMemberRoles(ctx: Context, input: z.infer<typeof setRolesInput>): Promise<void> {
  const scope = await authorize(ctx, 'member.edit')
  const key = { workspaceId_userId: { workspaceId: scope.workspace.id, userId: input.id } }
  await transact(scope, async (tx, record) => {
    const before = await tx.membership.findUnique({ where: key })
    if (!before) throw new BatonError('not_found', 'There is no such member in this workspace.')
    await refuseBeyondOwn(tx, scope, { roles: input.roles }, before)
    await keepingMenders(tx, scope, () => tx.membership.update({ where: key, data: { roles: input.roles } }))
    await keepAnAdmin(tx, scope.workspace.id)
    await record({
      kind: 'member.roles_changed',
      data: { member: input.id, before: before.roles, roles: input.roles },
    })
  })
}
