import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { refuseBeyondOwn, refuseNamedByPolicies } from '../member/within-own'
import { keepingMenders } from '../policy/lockout'

export const setGroupMembersInput = z.object({
  id: z.string().max(100),
  members: z.array(z.string().max(100)).max(1000),
})

/**
 * Says who is in a group, by hand. Whom the identity provider put there stays as long as it says so.
 * @throws BatonError forbidden (the group gives more than the caller has, or the policies speak of it) · not_found (the group, or a member of this workspace) · conflict when nobody would be left to mend the policies
 */
export async function setGroupMembers(
  ctx: Context,
  { id, members }: z.infer<typeof setGroupMembersInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'member.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    await tx.$queryRaw`SELECT 1 FROM people_group WHERE id = ${id} AND workspace_id = ${workspaceId} FOR NO KEY UPDATE`
    const group = await tx.peopleGroup.findFirst({ where: { id, workspaceId }, include: { members: true } })
    if (!group) throw new BatonError('not_found', 'There is no such group in this workspace.')
    const wanted = [...new Set(members)]
    const known = await tx.membership.count({ where: { workspaceId, userId: { in: wanted } } })
    if (known !== wanted.length)
      throw new BatonError('not_found', 'Somebody named is no member of this workspace.')
    const joined = wanted.filter((userId) => !group.members.some((member) => member.userId === userId))
    const left = group.members
      .filter(({ userId, byClaim }) => !byClaim && !wanted.includes(userId))
      .map(({ userId }) => userId)
    if (joined.length + left.length === 0) return
    if (joined.length > 0) await refuseBeyondOwn(tx, scope, group)
    await refuseNamedByPolicies(tx, scope, group.name)
    await keepingMenders(tx, scope, async () => {
      await tx.groupMember.deleteMany({ where: { groupId: id, userId: { in: left } } })
      await tx.groupMember.createMany({
        data: joined.map((userId) => ({ groupId: id, userId, workspaceId })),
      })
    })
    await record({ kind: 'group.members_changed', subject: group.name, data: { group: id, joined, left } })
  })
}
