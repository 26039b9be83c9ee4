import type { Bundle } from '@/domain/team/bundle'
import type { Tx } from '@/server/db/client'

/**
 * Who had a hand in what a version does, for four eyes: the editors of all versions before it, those who changed the
 * draft since, and everyone who wrote or changed the definition of an agent in it. A version's content is all that its
 * predecessors left standing, so nobody stops being an editor because somebody else publishes once more.
 * @returns ids of actors, first comes first
 */
export async function versionEditors(
  tx: Tx,
  {
    workspaceId,
    team,
    earlier,
    bundle,
  }: {
    workspaceId: string
    team: { editors: readonly string[] }
    earlier: readonly { editors: readonly string[] }[]
    bundle: Bundle
  },
): Promise<string[]> {
  const agents = await tx.agent.findMany({
    where: { workspaceId, slug: { in: Object.keys(bundle.agents) } },
    select: { editors: true },
  })
  return [...new Set([...earlier, team, ...agents].flatMap(({ editors }) => editors))]
}
