import { principalOf } from '@/domain/actor'
import { CommandError, type Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { reduce } from '@/domain/team/reduce'
import { BatonError } from '@/domain/problem'
import { digestOf } from '@/server/record/digest'
import { authorize, transact, type Context } from '@/server/services/context'
import { renameInCases } from '../trial/cases'
import { countKinds, parseCommands } from './commands-input'
import { findEditable } from './find'
import { saveDraft } from './save-draft'
import { tidy } from './tidy'

export interface ApplyEdits {
  slug: string
  /** The revision the edits were made on. */
  revision: number
  /** In order; see domain/team/command.ts. */
  commands: unknown
}

/**
 * Puts edits on a team's draft: all of them, in order, or none.
 * @returns the new revision
 * @throws BatonError not_found | invalid (an edit does not apply; with its pointer) | conflict (the draft moved on)
 */
export async function applyEdits(ctx: Context, input: ApplyEdits): Promise<{ revision: number }> {
  const scope = await authorize(ctx, 'team.edit')
  const commands = parseCommands(input.commands)
  return transact(scope, async (tx, record) => {
    const team = await findEditable(tx, scope.workspace.id, input.slug)
    if (team.revision !== input.revision) throw movedOn(input.revision, team.revision)
    const document = tidy(reduceAll(team.document, commands))
    const revision = await saveDraft(tx, team, document, principalOf(scope.actor))
    await renameInCases(tx, team.id, commands)
    await record({
      kind: 'team.edited',
      team: team.id,
      subject: team.slug,
      data: { revision, edits: countKinds(commands), draft: digestOf(document) },
    })
    return { revision }
  })
}

export const movedOn = (base: number, now: number): BatonError =>
  new BatonError(
    'conflict',
    `Someone else edited this team: it is at revision ${now}, your edits were made on ${base}.`,
  )

function reduceAll(document: TeamDocument, commands: readonly Command[]): TeamDocument {
  return commands.reduce((current, command, index) => {
    try {
      return reduce(current, command)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      throw new BatonError('invalid', error.message, [
        { pointer: `/commands/${index}${error.pointer}`, message: error.message },
      ])
    }
  }, document)
}
