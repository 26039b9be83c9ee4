import { BatonError, brief } from '@/domain/problem'
import type { Tx } from '@/server/db/client'

/**
 * A team by its slug, for its switch: whatever is drawn is not looked at, so that nothing in it can stand in the way.
 * @throws BatonError not_found
 */
export async function findStoppable(
  tx: Tx,
  workspaceId: string,
  slug: string,
): Promise<{ id: string; name: string }> {
  const team = await tx.team.findUnique({
    where: { workspaceId_slug: { workspaceId, slug } },
    select: { id: true, name: true },
  })
  if (!team) throw new BatonError('not_found', `There is no team “${brief(slug)}” in this workspace.`)
  return team
}
