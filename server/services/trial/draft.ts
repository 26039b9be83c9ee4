import { asProblem, compileDraft } from '../team/compile-draft'
import { findTeam, type StoredTeam } from '../team/find'
import { BatonError, type Problem } from '@/domain/problem'
import type { Bundle } from '@/domain/team/bundle'
import type { Tx } from '@/server/db/client'
import { digestOf } from '@/server/record/digest'

/** A draft as it would be published now. */
export interface TriedDraft {
  team: StoredTeam
  /** Only when there is no error. */
  bundle?: Bundle
  /** sha256 of what would be published; empty while there is an error. */
  digest: string
  errors: Problem[]
}

/** Compiles a team's draft for the bench. @throws BatonError not_found */
export async function readDraft(tx: Tx, workspaceId: string, slug: string): Promise<TriedDraft> {
  const team = await findTeam(tx, workspaceId, slug)
  const { bundle, problems } = await compileDraft(tx, workspaceId, team)
  const errors = problems
    .filter(({ severity }) => severity === 'error')
    .map((problem) => asProblem(team.document, problem))
  return { team, digest: bundle ? digestOf(bundle) : '', errors, ...(bundle && { bundle }) }
}

/** Why a draft cannot be tried at all. */
export const unsound = ({ team, errors }: TriedDraft): BatonError =>
  new BatonError(
    'invalid',
    `“${team.name}” cannot be tried: it has ${errors.length === 1 ? '1 error' : `${errors.length} errors`}.`,
    errors,
  )
