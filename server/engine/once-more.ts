import type { Entered } from './entered'
import type { Commit } from './store'

/** A step that waits for a person is done once more, with a fresh allowance of attempts. */
export function onceMore(at: Pick<Entered, 'attempt' | 'arrived'>): Pick<Commit, 'moves' | 'retry'> {
  const attempt = at.attempt + 1
  return { moves: 'retry', retry: { delayMs: 0, attempt, arrived: { ...at.arrived, retriedAt: attempt } } }
}
