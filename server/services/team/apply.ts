import { jsonEquals } from '@/domain/contract/json-schema'
import { CommandError, type Command } from '@/domain/team/command'
import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import { shapeProblems } from '@/domain/team/parse'
import { reduce } from '@/domain/team/reduce'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
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
  /** Chosen by who sends them: the same edits under the same id are put on the draft once, however often they come. */
  batch?: string | undefined
}

/**
 * Puts edits on a team's draft: all of them, in order, or none.
 * @returns the revision that they made
 * @throws BatonError not_found | invalid (an edit does not apply; with its pointer) | conflict (the draft moved on)
 */
export async function applyEdits(ctx: Context, input: ApplyEdits): Promise<{ revision: number }> {
  const scope = await authorize(ctx, 'team.edit')
  const commands = parseCommands(input.commands)
  return transact(scope, async (tx, record) => {
    const known = input.batch && (await findBatch(tx, scope.workspace.id, input.slug, input.batch))
    if (known && !jsonEquals(known.commands, JSON.parse(JSON.stringify(commands))))
      throw new BatonError(
        'conflict',
        'Other edits were sent under this id before: send these under their own.',
      )
    if (known) return { revision: known.revision }
    const team = await findEditable(tx, scope.workspace.id, input.slug)
    if (team.revision !== input.revision) throw movedOn(input.revision, team.revision)
    const document = tidy(readable(reduceAll(team.document, commands)))
    const revision = await saveDraft(tx, team, document, {
      actor: scope.actor,
      commands,
      batch: input.batch,
    })
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

/** The edits that came under this id before. */
const findBatch = (tx: Tx, workspaceId: string, slug: string, batch: string) =>
  tx.$queryRaw<{ revision: number; commands: unknown }[]>`
    SELECT e.revision, e.commands FROM draft_edit e JOIN team t ON t.id = e.team_id
     WHERE t.workspace_id = ${workspaceId} AND t.slug = ${slug} AND e.batch = ${batch}`.then(([row]) => row)

export const movedOn = (base: number, now: number): BatonError =>
  new BatonError(
    'conflict',
    `Someone else edited this team: it is at revision ${now}, your edits were made on ${base}.`,
  )

/** An edit may lead further than it says, as a new name does in every expression: what cannot be read is not stored. */
function readable(document: TeamDocument): TeamDocument {
  const { error } = teamDocumentSchema.safeParse(document)
  if (!error) return document
  const problems = shapeProblems(error).map((problem) => ({
    ...problem,
    pointer: `/draft${problem.pointer}`,
  }))
  throw new BatonError('invalid', 'With these edits the draft could not be read any more.', problems)
}

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
