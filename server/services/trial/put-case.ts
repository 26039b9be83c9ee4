import { BatonError, brief } from '@/domain/problem'
import { jsonProblem, refuseUnstorable } from '@/domain/storable'
import { MOST_CASES, teamCaseSchema, type TeamCase } from '@/domain/team/case'
import { mergedCase } from '@/domain/run/case-sight'
import { caseProblems } from '@/domain/team/case-problems'
import { shapeProblems } from '@/domain/team/parse'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import type { Actor } from '@/domain/actor'
import { authorize, transact, type Context, type Scope } from '../context'
import { asJson } from '../team/as-json'
import { findEditable } from '../team/find'
import { keptCases } from './cases'
import { readDraft } from './draft'
import { shownCases } from './shown'

export interface PutCase {
  slug: string
  /** domain/team/case.ts */
  case: unknown
  /** The case that it takes the place of, by the name that one has; a new one where absent. */
  was?: string | undefined
  /** A new one as well where no case has that name. */
  orNew?: true
}

/**
 * Keeps a test case beside the team's draft.
 * @throws BatonError not_found · conflict (archived; the name is taken; there are too many) · invalid, with pointers
 */
export async function putCase(
  ctx: Context,
  { slug, case: given, was, orNew }: PutCase,
): Promise<{ name: string }> {
  const scope = await authorize(ctx, 'team.edit')
  const typed = readCase(given)
  return transact(scope, async (tx, record) => {
    const workspaceId = scope.workspace.id
    const team = await findEditable(tx, workspaceId, slug)
    const { one, by } = await merged(tx, scope, { slug, typed, was })
    const problems = caseProblems(one, team.document)
    if (problems.length > 0) throw new BatonError('invalid', 'The case does not go with this team.', problems)
    const known = await tx.teamCase.findMany({
      where: { teamId: team.id },
      orderBy: { position: 'asc' },
      select: { id: true, name: true, position: true },
    })
    const before = was === undefined ? undefined : known.find(({ name }) => name === was)
    if (was !== undefined && !before && !orNew)
      throw new BatonError('not_found', `There is no case “${brief(was)}”.`)
    if (known.some(({ name, id }) => name === one.name && id !== before?.id))
      throw new BatonError('conflict', `There is a case “${brief(one.name)}” already.`, [
        { pointer: '/name', message: 'is another case’s name' },
      ])
    if (!before && known.length >= MOST_CASES)
      throw new BatonError('conflict', `A team has at most ${MOST_CASES} cases: remove one first.`)
    const data = { name: one.name, definition: asJson(one), updatedBy: by }
    if (before) {
      await tx.teamCase.update({ where: { id: before.id }, data })
      // What came of it goes along; what came of an earlier one of that name is no result of this one.
      if (before.name !== one.name) await handOverResults(tx, team.id, before.name, one.name)
    } else
      await tx.teamCase.create({
        data: {
          ...data,
          ...{ id: newId('case'), workspaceId, teamId: team.id },
          position: (known.at(-1)?.position ?? -1) + 1,
        },
      })
    await record({
      kind: 'case.saved',
      team: team.id,
      subject: one.name,
      data: { slug, kind: one.kind, ...(before && { was: before.name }) },
    })
    return { name: one.name }
  })
}

/** With what of the case before was not shown to whoever changes it, which stays; then it is still who wrote that. */
async function merged(
  tx: Tx,
  scope: Scope,
  { slug, typed, was }: { slug: string; typed: TeamCase; was: string | undefined },
): Promise<{ one: TeamCase; by: Actor }> {
  const draft = await readDraft(tx, scope.workspace.id, slug)
  const kept = (await keptCases(tx, draft.team.id)).find((each) => each.case.name === was)
  const shown = kept && (await shownCases(scope, draft))(kept)
  if (!shown || shown.hidden.length === 0) return { one: typed, by: scope.actor }
  return { one: mergedCase(typed, { shown: shown.case, kept: kept.case }), by: kept.by }
}

/** @throws BatonError invalid */
function readCase(given: unknown): TeamCase {
  refuseUnstorable(jsonProblem(given), 'The case')
  const parsed = teamCaseSchema.safeParse(given)
  if (!parsed.success)
    throw new BatonError('invalid', 'This is not a test case.', shapeProblems(parsed.error))
  return parsed.data
}

async function handOverResults(tx: Tx, teamId: string, from: string, to: string): Promise<void> {
  await tx.trial.deleteMany({ where: { teamId, caseName: to, status: { notIn: ['queued', 'running'] } } })
  await tx.trial.updateMany({ where: { teamId, caseName: from }, data: { caseName: to } })
}
