import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { refuseNamedByPolicies } from '../member/within-own'
import { keepingMenders } from '../policy/lockout'

/**
 * Dissolves a group; its members keep what they have by themselves.
 * @throws BatonError not_found · forbidden (the policies speak of it) · conflict (a rule for reviews names it; nobody would be left to mend the policies)
 */
export async function removeGroup(ctx: Context, { id }: { id: string }): Promise<void> {
  const scope = await authorize(ctx, 'member.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    const group = await tx.peopleGroup.findFirst({ where: { id, workspaceId } })
    if (!group) throw new BatonError('not_found', 'There is no such group in this workspace.')
    if ((await tx.reviewRule.count({ where: { groupId: id } })) > 0)
      throw new BatonError(
        'conflict',
        'A rule for reviews names this group: change or remove the rule first.',
      )
    await refuseNamedByPolicies(tx, scope, group.name)
    await keepingMenders(tx, scope, () => tx.peopleGroup.delete({ where: { id } }))
    await record({ kind: 'group.removed', subject: group.name, data: { group: id } })
  })
}
