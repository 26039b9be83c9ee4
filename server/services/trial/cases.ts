import { jsonEquals } from '@/domain/contract/json-schema'
import { BatonError, brief } from '@/domain/problem'
import { teamCaseSchema, type TeamCase } from '@/domain/team/case'
import { caseAfter } from '@/domain/team/case-rename'
import type { Command } from '@/domain/team/command'
import type { Actor } from '@/domain/actor'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { digestOf } from '@/server/record/digest'
import { asJson } from '../team/as-json'

/** A test case, and who wrote what it holds: they have seen all of it. */
export interface KeptCase {
  case: TeamCase
  by: Actor
}

/** A team's test cases, in the order in which they were made. Who hands some of them out asks shownCases (shown.ts). */
export async function keptCases(tx: Tx, teamId: string): Promise<KeptCase[]> {
  const rows = await tx.teamCase.findMany({
    where: { teamId },
    orderBy: [{ position: 'asc' }, { name: 'asc' }],
  })
  return rows.map(({ definition, updatedBy }) => ({
    case: teamCaseSchema.parse(definition),
    by: updatedBy as unknown as Actor,
  }))
}

/** As they are kept, to run them and to compare them. */
export const readCases = async (tx: Tx, teamId: string): Promise<TeamCase[]> =>
  (await keptCases(tx, teamId)).map((kept) => kept.case)

/**
 * Makes these the team's cases, in this order, in place of those it has.
 * @returns false when they were just these
 */
export async function replaceCases(
  tx: Tx,
  team: { id: string; workspaceId: string },
  cases: readonly TeamCase[],
  by: Actor,
): Promise<boolean> {
  if (digestOf(await readCases(tx, team.id)) === digestOf(cases)) return false
  await tx.teamCase.deleteMany({ where: { teamId: team.id } })
  await tx.teamCase.createMany({
    data: cases.map((one, position) => ({
      id: newId('case'),
      workspaceId: team.workspaceId,
      teamId: team.id,
      name: one.name,
      position,
      definition: asJson(one),
      updatedBy: by,
    })),
  })
  return true
}

/** Lets the cases go along with edits that give steps other ids. */
export async function renameInCases(tx: Tx, teamId: string, commands: readonly Command[]): Promise<void> {
  if (!renames(commands)) return
  const rows = await tx.teamCase.findMany({ where: { teamId } })
  for (const { id, definition } of rows) {
    const one = teamCaseSchema.parse(definition)
    const after = caseAfter(one, commands)
    if (jsonEquals(one, after)) continue
    if (!teamCaseSchema.safeParse(after).success)
      throw new BatonError(
        'invalid',
        `With these names the case “${brief(one.name)}” could not be read any more.`,
      )
    await tx.teamCase.update({ where: { id }, data: { definition: asJson(after) } })
  }
}

const renames = (commands: readonly Command[]): boolean =>
  commands.some((one) => (one.type === 'batch' ? renames(one.commands) : one.type === 'node.rename'))
