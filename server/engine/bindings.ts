import type { Bundle } from '@/domain/team/bundle'
import { isStaffed } from '@/domain/team/staff'
import type { HistoryStep } from './entered'

/** What expressions see: every slot of the state by name, and `decision.<node>` with the latest confidence of each agent. */
export function bindingsOf(
  bundle: Bundle,
  state: Record<string, unknown>,
  steps: readonly HistoryStep[],
): Record<string, unknown> {
  const decision: Record<string, { confidence: number; agent: string }> = {}
  for (const step of steps) {
    const node = bundle.nodes[step.node]
    if (!node || !isStaffed(node) || step.status !== 'done') continue
    // What a person answered in the agent's place is sure.
    const confidence = step.feedback?.reviewId === undefined ? step.confidence : 1
    if (typeof confidence === 'number') decision[step.node] = { confidence, agent: node.agent ?? '' }
  }
  return { ...state, decision }
}
