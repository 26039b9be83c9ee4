import { counted, figure } from '@/components/ui/counted'
import type { StepResult } from '@/domain/run/step'
import type { Visit } from './visits'

/** In a few words, what a step did that splits, joins, goes back, gives tasks or calls; undefined for any other. */
export function patternNote(visit: Visit, result: StepResult | undefined): string | undefined {
  if (!result) return undefined
  const { tasks, joined, feedback, called, request, split } = result
  if (tasks) return `gave ${counted(tasks.length, 'task')}: ${tasks.map(({ to }) => to).join(', ')}`
  if (joined) {
    const all = joined.arrived.length + joined.missing.length
    return `${figure(joined.arrived.length)} of ${figure(all)} arrived`
  }
  if (request) return `asked ${request.of} for more, ${request.round} of ${request.max}`
  if (feedback)
    return `${visit.kind === 'loop' ? `round ${visit.iteration + 1} goes back` : 'back'}: ${feedback.instructions}`
  if (called)
    return called.result ? `its run is ${called.status}: ${called.result}` : `its run is ${called.status}`
  if (split) return `split in ${split.width}`
  if (visit.kind === 'router' && result.route) return `way: ${result.route}`
  if (visit.kind === 'loop') return result.route === 'exhausted' ? 'no rounds left' : 'good enough'
  return undefined
}
