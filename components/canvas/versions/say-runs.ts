import { counted, figure } from '@/components/ui/counted'
import { isOver, type RunStatus } from '@/domain/run/history'

/** A version's runs in a line: how many, how many are under way, and what went wrong. */
export function sayRuns(runs: Partial<Record<RunStatus, number>>): string {
  const all = Object.values(runs).reduce((sum, count) => sum + count, 0)
  if (all === 0) return 'no runs'
  const going = underWay(runs)
  return [
    counted(all, 'run'),
    ...(going > 0 ? [`${figure(going)} under way`] : []),
    ...(runs.failed ? [`${figure(runs.failed)} failed`] : []),
  ].join(', ')
}

export const underWay = (runs: Partial<Record<RunStatus, number>>): number =>
  Object.entries(runs).reduce((sum, [status, count]) => (isOver(status as RunStatus) ? sum : sum + count), 0)
