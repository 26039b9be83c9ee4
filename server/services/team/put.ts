import { parseTeamDocument } from '@/domain/team/parse'
import { digestOf } from '@/server/record/digest'
import { authorize, transact, type Context } from '@/server/services/context'
import { movedOn } from './apply'
import { findEditable } from './find'
import { saveDraft } from './save-draft'
import { tidy } from './tidy'

export interface PutTeam {
  slug: string
  /** The whole document; see domain/team/document.ts. */
  document: unknown
  /** The revision it replaces; another one is a conflict. Absent: whatever stands there. */
  revision?: number | undefined
}

/**
 * Replaces a team's draft by a whole document. Nothing is stored unless all of it is valid.
 * @throws BatonError not_found | invalid (with JSON pointers) | conflict
 */
export async function putTeam(ctx: Context, input: PutTeam): Promise<{ revision: number }> {
  const scope = await authorize(ctx, 'team.edit')
  const document = tidy(parseTeamDocument(input.document))
  return transact(scope, async (tx, record) => {
    const team = await findEditable(tx, scope.workspace.id, input.slug)
    if (input.revision !== undefined && team.revision !== input.revision)
      throw movedOn(input.revision, team.revision)
    const draft = digestOf(document)
    if (draft === digestOf(team.document)) return { revision: team.revision }
    const revision = await saveDraft(tx, team, document, { actor: scope.actor })
    await record({ kind: 'team.replaced', team: team.id, subject: team.slug, data: { revision, draft } })
    return { revision }
  })
}
