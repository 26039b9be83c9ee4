import type { Compilation } from '../checks/check'
import { worstModelCalls } from '../worst-case'
import { budgetsOn, worstRun } from './worst-run'

/** What one run may come to at most. */
export interface WorstCase {
  /** null where nothing bounds it. */
  modelCalls: number | null
  /** Micro-dollars for models, as a decimal text; left out where it is not known or has no bound. */
  micros?: string
  /** The tightest budget for a run of this team as a whole, as a decimal text. */
  capMicros?: string
}

export function worstCaseOf(team: Compilation): WorstCase {
  const worst = worstRun(team)
  const cap = budgetsOn(team).find(({ scope, period }) => period === 'run' && scope !== 'agent')
  return {
    modelCalls: worstModelCalls(team),
    ...(typeof worst === 'number' && Number.isFinite(worst) && { micros: String(Math.ceil(worst)) }),
    ...(cap && { capMicros: cap.capMicros }),
  }
}
