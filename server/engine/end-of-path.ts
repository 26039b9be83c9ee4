import type { StepFailure } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import type { NodeOf } from '@/domain/team/node'
import { checkInstance } from '@/server/bounded'

/** What keeps an end from being reached with this state; undefined when what arrives fits its contract. */
export function endFailure(
  bundle: Bundle,
  end: NodeOf<'end'>,
  state: Record<string, unknown>,
  slot: string | undefined,
): StepFailure | undefined {
  const contract = end.accepts ? bundle.contracts[end.accepts] : undefined
  if (!contract || !slot) return undefined
  const problems = checkInstance(contract.schema, state[slot])
  if (!problems.length) return undefined
  return {
    code: 'contract_violated',
    message: `What arrived at the end does not fit ${contract.name} ${contract.version}.`,
    details: { problems: problems.slice(0, 20) },
  }
}
