import type { StepFailure } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import type { TeamNode } from '@/domain/team/node'
import { checkInstance } from '@/server/bounded'

/**
 * A handoff is checked again where it is taken up: the state may have been edited in between.
 * @returns what keeps the node from taking up what arrives in the slot; undefined when it fits
 */
export function takeUpFailure(
  bundle: Bundle,
  node: TeamNode,
  state: Record<string, unknown>,
  slot: string | undefined,
): StepFailure | undefined {
  const ref = 'accepts' in node ? node.accepts : undefined
  const contract = ref ? bundle.contracts[ref] : undefined
  if (!contract || !slot) return undefined
  const problems = checkInstance(contract.schema, state[slot])
  if (!problems.length) return undefined
  return {
    code: 'contract_violated',
    message: `What was handed over does not fit ${contract.name} ${contract.version}.`,
    details: { problems: problems.slice(0, 20) },
  }
}
