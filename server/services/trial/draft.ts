import { asProblem, compileDraft } from '../team/compile-draft'
import { findTeam, type StoredTeam } from '../team/find'
import type { TeamProblem } from '@/domain/team/checks/check'
import { errorsWithin, withoutTheRest } from '@/domain/team/sound-part'
import { planTrial, type TrialPlan, type Tried } from '@/domain/team/trial'
import { checkInstance } from '@/server/bounded'
import type { Bundle } from '@/domain/team/bundle'
import type { Tx } from '@/server/db/client'
import { digestOf } from '@/server/record/digest'

/** A draft as it stands, with what would run of it. */
export interface TriedDraft {
  team: StoredTeam
  /** Whether sound or not; absent where nothing says where a run begins. */
  bundle?: Bundle
  /** sha256 of what would run; of a sound draft, of what would be published. */
  digest: string
  /** What keeps it from being published. */
  errors: TeamProblem[]
}

/** Compiles a team's draft for the bench. @throws BatonError not_found */
export async function readDraft(tx: Tx, workspaceId: string, slug: string): Promise<TriedDraft> {
  const team = await findTeam(tx, workspaceId, slug)
  const { assembled: bundle, problems } = await compileDraft(tx, workspaceId, team)
  const errors = problems.filter(({ severity }) => severity === 'error')
  return { team, digest: bundle ? digestOf(bundle) : '', errors, ...(bundle && { bundle }) }
}

/**
 * What a try would run, or what keeps it from being tried: errors within what it carries out, pins and an input that do
 * not fit.
 */
export function planTry({ team, bundle, errors }: TriedDraft, tried: Tried): TrialPlan {
  const { document } = team
  const within = errors.length === 0 || !bundle ? errors : errorsWithin(errors, document, tried)
  if (within.length > 0 || !bundle) return { problems: within.map((error) => asProblem(document, error)) }
  const planned = planTrial(bundle, document, tried, checkInstance)
  if (planned.problems || errors.length === 0) return planned
  return { bundle: withoutTheRest(planned.bundle, document, tried) }
}
