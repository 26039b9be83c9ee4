import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'

/**
 * Within the transaction that takes something away: somebody must stay who can give it back. Serial by the workspace's
 * row, so that two admins cannot remove each other at once.
 * @throws BatonError conflict
 */
export async function keepAnAdmin(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM workspace WHERE id = ${workspaceId} FOR NO KEY UPDATE`
  const admins = await tx.membership.count({
    where: { workspaceId, roles: { has: 'admin' }, disabledAt: null, user: { disabledAt: null } },
  })
  if (admins === 0) {
    throw new BatonError('conflict', 'A workspace needs an admin: give the role to somebody else first.')
  }
}
