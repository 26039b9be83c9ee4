import { principalOf, type Actor } from '@/domain/actor'
import { placesChanged, puttingCommand } from '@/domain/team/places'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { followRenames } from '../comment/follow-renames'
import { tellDraft } from '../live/draft-signals'
import { asJson } from './as-json'
import type { StoredTeam } from './find'

export interface DraftMade {
  actor: Actor
  /** The edits that led to it; where there are none, what differs is kept as one. */
  commands?: readonly Command[]
  /** Under which id they were sent. */
  batch?: string | undefined
}

/** Of a draft as JSON: as YAML it is then still a file that an import takes. */
const MOST_CHARACTERS = 1_500_000

/**
 * Stores a team's next draft, with the edits that led to it, and tells who has it open. The race between two editors is
 * decided here: only the one whose revision still stands writes, and its editor counts as one for four eyes.
 * @returns the new revision
 * @throws BatonError conflict | invalid (it grew beyond what a team may be)
 */
export async function saveDraft(
  tx: Tx,
  team: StoredTeam,
  document: TeamDocument,
  { actor, commands = differing(team.document, document), batch }: DraftMade,
): Promise<number> {
  const revision = team.revision + 1
  const { length } = JSON.stringify(document)
  if (length > MOST_CHARACTERS && length > JSON.stringify(team.document).length)
    throw new BatonError(
      'invalid',
      `This team would be too large: a team has at most ${MOST_CHARACTERS.toLocaleString('en')} characters.`,
    )
  const { count } = await tx.team.updateMany({
    where: { id: team.id, draftRevision: team.revision },
    data: {
      draft: asJson(document),
      name: document.name,
      draftRevision: revision,
      draftEditors: [...new Set([...team.editors, principalOf(actor)])],
    },
  })
  if (count === 0)
    throw new BatonError('conflict', 'Someone else saved this team in the same moment. Load it again.')
  await tx.draftEdit.create({
    data: {
      teamId: team.id,
      revision,
      workspaceId: team.workspaceId,
      batch: batch ?? null,
      actor: asJson(actor),
      commands: asJson(commands),
    },
  })
  await followRenames(tx, team.id, commands)
  await tellDraft(tx, { workspaceId: team.workspaceId, team: team.id, revision })
  return revision
}

function differing(before: TeamDocument, after: TeamDocument): Command[] {
  const changes = placesChanged(before, after)
  return changes.length > 0 ? [puttingCommand(changes)] : []
}
