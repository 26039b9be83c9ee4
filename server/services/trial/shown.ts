import { principalOf, type Actor } from '@/domain/actor'
import { seenCase } from '@/domain/run/case-sight'
import { KEPT, withoutValues } from '@/domain/run/run-sight'
import type { Hidden } from '@/domain/policy/seen-data'
import type { TeamCase } from '@/domain/team/case'
import type { Tried } from '@/domain/team/trial'
import type { Trial } from '@/prisma/generated/client'
import type { Scope } from '../context'
import { sightIn } from '../sight'
import type { KeptCase } from './cases'
import type { TriedDraft } from './draft'

/** A test case as it is shown, and what of it is not. */
export interface ShownCase {
  case: TeamCase
  hidden: Hidden[]
}

/**
 * Test cases as the caller may see them: by what the draft says of their fields, for they may hold what a run held. What
 * they typed themselves stays.
 */
export async function shownCases(
  scope: Scope,
  { team, bundle }: Pick<TriedDraft, 'bundle'> & { team: { slug: string } },
): Promise<(kept: KeptCase) => ShownCase> {
  const sight = await sightIn(scope)
  const look = bundle && sight.looksAt(bundle, team.slug)
  return ({ case: one, by }) =>
    sight.all || isOwn(scope, by) ? { case: one, hidden: [] } : seenCase(look, one)
}

/**
 * Trials as the caller may see them: what came of one whose run they do not see all of, or that has no run and was of what
 * they do not see, is shown without its values. What they typed themselves stays.
 */
export async function shownTrials(
  scope: Scope,
  draft: TriedDraft,
  trials: readonly Trial[],
): Promise<(trial: Trial) => Trial> {
  const [sight, shown] = await Promise.all([sightIn(scope), shownCases(scope, draft)])
  const whole = await sight.whole(trials.flatMap(({ runId }) => runId ?? []))
  const isWhole = ({ runId, definition, startedBy }: Trial): boolean => {
    if (runId !== null) return whole.has(runId)
    const tried = definition as unknown as Tried
    const one = { name: '', kind: 'normal', expect: { ends: 'done' }, ...tried } as const
    return shown({ case: one, by: startedBy as unknown as Actor }).hidden.length === 0
  }
  return (trial) => {
    if (isWhole(trial)) return trial
    const own = trial.caseName === null && isOwn(scope, trial.startedBy as unknown as Actor)
    return {
      ...trial,
      definition: own ? trial.definition : withoutValues(trial.definition, KEPT.tried),
      seen: withoutValues(trial.seen, KEPT.seen),
      checked: withoutValues(trial.checked, KEPT.checked),
    }
  }
}

const isOwn = ({ actor }: Scope, by: Actor): boolean => by.kind !== 'system' && by.id === principalOf(actor)
