import { compileTeam } from '@/domain/team/compile'
import type { Catalogue, TeamProblem } from '@/domain/team/checks/check'
import type { Bundle, BundleTeam } from '@/domain/team/bundle'
import { callableOf } from '@/domain/team/callable'
import type { TeamDocument } from '@/domain/team/document'
import { reduce } from '@/domain/team/reduce'
import { CannotCut } from './extract-border'
import { extractTeam, type Extraction } from './extract-team'

/** Stands for the address that the new team does not have yet. */
const NEW = 'new-team'

/** A part that can be cut out, with what is not sound in it; or why it cannot. */
export type Judged = { refused: string } | (Extraction & { errors: TeamProblem[] })

/**
 * Whether nodes can become a team of their own, proved on both sides of the border before anything is made. Who sees what is
 * judged by clearance here: the engine for policies is with the proof, which judges both teams again.
 */
export function judgeExtraction(
  document: TeamDocument,
  ids: readonly string[],
  name: string,
  { policies: _policies, ...catalogue }: Catalogue,
): Judged {
  try {
    const extraction = extractTeam(document, ids, name)
    const { slug: _own, published: _versions, ...elsewhere } = catalogue
    const { problems, bundle } = compileTeam(extraction.team, elsewhere)
    const errors = problems.filter(({ severity }) => severity === 'error')
    if (!bundle) return { ...extraction, errors }
    const teams = [...(catalogue.teams ?? []), asCallable(extraction.team.name, bundle)]
    const broken = freshErrors(document, reduce(document, extraction.replace(NEW)), { ...catalogue, teams })
    const [first] = broken
    return first
      ? { refused: `This team would no longer be sound: ${first.message}` }
      : { ...extraction, errors }
  } catch (error) {
    if (error instanceof CannotCut) return { refused: error.message }
    throw error
  }
}

/** The new team as it could be called once it is published. */
const asCallable = (name: string, bundle: Bundle): BundleTeam => ({
  ...{ slug: NEW, name, teamId: NEW, versionId: NEW, number: 1, digest: NEW },
  ...callableOf(bundle),
})

function freshErrors(before: TeamDocument, after: TeamDocument, catalogue: Catalogue): TeamProblem[] {
  const errorsOf = (document: TeamDocument) =>
    compileTeam(document, catalogue).problems.filter(({ severity }) => severity === 'error')
  const known = new Set(errorsOf(before).map(({ code, message }) => `${code} ${message}`))
  return errorsOf(after).filter(({ code, message }) => !known.has(`${code} ${message}`))
}
