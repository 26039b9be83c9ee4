import type { TeamDocument } from '@/domain/team/document'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { asJson } from './as-json'
import type { StoredTeam } from './find'

/**
 * Stores a team's next draft. The race between two editors is decided here: only the one whose revision still stands
 * writes, and its editor counts as one for four eyes.
 * @returns the new revision
 * @throws BatonError conflict
 */
export async function saveDraft(
  tx: Tx,
  team: StoredTeam,
  document: TeamDocument,
  editor: string,
): Promise<number> {
  const revision = team.revision + 1
  const { count } = await tx.team.updateMany({
    where: { id: team.id, draftRevision: team.revision },
    data: {
      draft: asJson(document),
      name: document.name,
      draftRevision: revision,
      draftEditors: [...new Set([...team.editors, editor])],
    },
  })
  if (count === 0)
    throw new BatonError('conflict', 'Someone else saved this team in the same moment. Load it again.')
  return revision
}
