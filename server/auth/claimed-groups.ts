import { system } from '@/domain/actor'
import type { Tx } from '@/server/db/client'
import { appendEntries } from '@/server/record/append'

/**
 * Puts somebody into the groups that belong to theirs at the provider, and takes them out of those that no longer do; what
 * was done by hand stays. Who was no member of a group's workspace becomes one, with nothing but what the group gives. On
 * the record of each workspace where something changed.
 * @param claims names of their groups at the provider
 */
export async function keepToClaims(tx: Tx, userId: string, claims: readonly string[]): Promise<void> {
  // Two sign-ins at once would each undo what the other did.
  await tx.$queryRaw`SELECT 1 FROM user_account WHERE id = ${userId} FOR NO KEY UPDATE`
  const [claimed, held] = await Promise.all([
    claims.length ? tx.peopleGroup.findMany({ where: { claims: { hasSome: [...claims] } } }) : [],
    tx.groupMember.findMany({ where: { userId } }),
  ])
  const joins = claimed.filter(({ id }) => !held.some(({ groupId }) => groupId === id))
  const leaves = held.filter(({ byClaim, groupId }) => byClaim && !claimed.some(({ id }) => id === groupId))
  await tx.groupMember.deleteMany({
    where: { userId, groupId: { in: leaves.map(({ groupId }) => groupId) } },
  })
  const workspaces = new Set([...joins, ...leaves].map(({ workspaceId }) => workspaceId))
  for (const workspaceId of workspaces) {
    const joined = joins.filter((group) => group.workspaceId === workspaceId).map(({ id }) => id)
    const left = leaves.filter((group) => group.workspaceId === workspaceId).map(({ groupId }) => groupId)
    const added = joined.length > 0 && (await admitted(tx, workspaceId, userId))
    await tx.groupMember.createMany({
      data: joined.map((groupId) => ({ groupId, userId, workspaceId, byClaim: true })),
    })
    await appendEntries(tx, workspaceId, [
      {
        kind: 'member.grouped',
        actor: system('auth'),
        data: { member: userId, joined, left, ...(added && { added }) },
      },
    ])
  }
}

/** Makes somebody a member, cleared for nothing by themselves. @returns whether they were none */
async function admitted(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
  const { count } = await tx.membership.createMany({
    data: [{ workspaceId, userId, roles: [], clearance: 'public', categories: [] }],
    skipDuplicates: true,
  })
  return count > 0
}
