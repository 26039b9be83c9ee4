import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { keepingMenders } from '../policy/lockout'
import { keepAnAdmin } from './keep-an-admin'
import { refuseBeyondOwn, refuseNamedByPolicies } from './within-own'

export const disableInput = z.object({ id: z.string(), disabled: z.boolean() })

/**
 * Keeps a member out of this workspace, or lets them in again. What they did stays theirs, as does what they may in other
 * workspaces; who belongs to no other is not let in at all, and their sessions end with their next request.
 * @throws BatonError not_found | forbidden (who is let in again may more than the caller) | conflict for oneself, or when nobody would be left to administer, or to mend the policies
 */
export async function disableMember(ctx: Context, input: z.infer<typeof disableInput>): Promise<void> {
  const scope = await authorize(ctx, 'member.edit')
  if (input.disabled && scope.actor.id === input.id) {
    throw new BatonError('conflict', 'You cannot disable your own account; another admin can.')
  }
  await transact(scope, async (tx, record) => {
    const { id: userId, disabled } = input
    const where = { userId, workspaceId: scope.workspace.id, disabledAt: disabled ? null : { not: null } }
    const member = await tx.membership.findFirst({ where })
    if (!member)
      throw new BatonError('not_found', `There is no such member to ${disabled ? 'disable' : 'enable'} here.`)
    if (!disabled) {
      const groups = await tx.peopleGroup.findMany({
        where: { workspaceId: scope.workspace.id, members: { some: { userId } } },
      })
      for (const given of [member, ...groups]) await refuseBeyondOwn(tx, scope, given)
      await refuseNamedByPolicies(tx, scope, ...groups.map(({ name }) => name))
    }
    await keepingMenders(tx, scope, () =>
      tx.membership.updateMany({ where, data: { disabledAt: disabled ? new Date() : null } }),
    )
    if (input.disabled) await keepAnAdmin(tx, scope.workspace.id)
    await record({ kind: input.disabled ? 'member.disabled' : 'member.enabled', data: { member: input.id } })
  })
}
