import type { DecidedGate } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import { kindOf } from '@/domain/team/kinds/registry'
import type { HistoryStep } from '../entered'

/** The effect of an action as the last gate before it let it through; undefined where none bound it. */
export const approvedFor = (
  bundle: Bundle,
  steps: readonly HistoryStep[],
  action: string,
): DecidedGate['effects'][number] | undefined =>
  steps
    .findLast((step) => letThrough(bundle, step) && bindingOn(step, action))
    ?.feedback?.effects.find((effect) => effect.node === action)

/** Whether a step left a gate by a way that lets through. */
function letThrough({ nodes }: Bundle, { node: id, port, status }: HistoryStep): boolean {
  const node = nodes[id]
  if (!node || status !== 'done' || !kindOf(node).isGate) return false
  return kindOf(node)
    .ports(node)
    .some((way) => way.id === port && way.approves)
}

const bindingOn = ({ feedback }: HistoryStep, action: string): boolean =>
  feedback?.effects.some((effect) => effect.node === action) ?? false
