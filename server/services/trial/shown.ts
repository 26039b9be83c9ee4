import { principalOf, type Actor } from '@/domain/actor'
import { KEPT, withoutValues } from '@/domain/run/run-sight'
import type { Trial } from '@/prisma/generated/client'
import type { Scope } from '../context'
import { sightIn } from '../sight'

/**
 * Trials as the caller may see them: what came of one whose run they do not see all of is shown without its values. What
 * they typed themselves stays.
 */
export async function shownTrials(scope: Scope, trials: readonly Trial[]): Promise<(trial: Trial) => Trial> {
  const sight = await sightIn(scope)
  const whole = await sight.whole(trials.flatMap(({ runId }) => runId ?? []))
  return (trial) => {
    if (trial.runId === null || whole.has(trial.runId)) return trial
    const own = (trial.startedBy as unknown as Actor).id === principalOf(scope.actor)
    return {
      ...trial,
      definition: own ? trial.definition : withoutValues(trial.definition, KEPT.tried),
      seen: withoutValues(trial.seen, KEPT.seen),
      checked: withoutValues(trial.checked, KEPT.checked),
    }
  }
}
