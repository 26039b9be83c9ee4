import { proposedCap, whose } from '@/domain/budget/ask'
import { isRecord } from '@/domain/contract/json-schema'
import type { ReviewView } from '@/domain/run/review'
import type { StepFailure } from '@/domain/run/step'
import { kindOf } from '@/domain/team/kinds/registry'
import { isStaffed } from '@/domain/team/staff'
import type { PoolBudget } from '@/server/models/pool'
import { reviewView } from './review-view'
import type { NewReview } from './store'
import type { Askable } from './types'

const DUE_HOURS = 24

/**
 * What could not go on by itself becomes a question to a person, with everything that happened.
 * @param costMicros what the attempt that failed cost; it is settled with the commit that asks
 */
export async function escalation(
  failed: Askable,
  failure: StepFailure,
  costMicros: bigint,
): Promise<Omit<NewReview, 'id' | 'digest'>> {
  const spentMicros = (BigInt(failed.at.spentMicros) + costMicros).toString()
  const activation = { ...failed, at: { ...failed.at, spentMicros } }
  const { node, version, at, startedAt } = activation
  const dueAt = new Date(startedAt.getTime() + DUE_HOURS * 3_600_000).toISOString()
  if (failure.code === 'budget_blocked') {
    const block = failure.details as PoolBudget
    const budget = budgetAsk(block)
    const question = `Raise the ${block.period} budget of ${whose(block)} so that ${node.name} can go on?`
    const view = await reviewView(activation, { kind: 'budget', question, failure, budget })
    return { kind: 'budget', question, reason: failure.message, risk: 'medium', view, fourEyes: false, dueAt }
  }
  const produces = 'produces' in node && node.kind !== 'trigger' ? node.produces : undefined
  const question = `${at.title}: ${node.name} could not finish. What should happen?`
  const view = await reviewView(activation, {
    kind: 'escalation',
    question,
    failure,
    ...(produces && (isStaffed(node) || (!kindOf(node).opens && mayHaveHappened(failure)))
      ? {
          draft: {
            slot: node.id,
            contract: produces,
            value: answered(failure) ?? at.state[node.id] ?? null,
            by: version.bundle.nodes[node.id]?.name ?? node.id,
          },
        }
      : {}),
  })
  return { kind: 'escalation', question, reason: failure.message, risk: 'high', view, fourEyes: true, dueAt }
}

/** An action that went out, or may have: a person can say what it answered. */
const mayHaveHappened = ({ code }: StepFailure): boolean =>
  code === 'outcome_unknown' || code === 'contract_violated'

/** The model's last answer, where it was close enough to be mended by hand. */
function answered({ details }: StepFailure): Record<string, unknown> | undefined {
  if (!isRecord(details) || typeof details['answer'] !== 'string') return undefined
  try {
    const said: unknown = JSON.parse(details['answer'])
    return isRecord(said) && isRecord(said['output']) ? said['output'] : undefined
  } catch {
    // Not JSON, or cut off: there is nothing to begin with.
    return undefined
  }
}

function budgetAsk(block: PoolBudget): NonNullable<ReviewView['budget']> {
  const proposed = proposedCap({
    cap: BigInt(block.capMicros),
    used: BigInt(block.spentMicros) + BigInt(block.reservedMicros),
    needed: BigInt(block.neededMicros),
  })
  return { ...block, proposedCapMicros: proposed.toString() }
}
