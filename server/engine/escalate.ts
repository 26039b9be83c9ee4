import { proposedCap, whose } from '@/domain/budget/ask'
import { formatMoney } from '@/domain/budget/money'
import { isRecord } from '@/domain/contract/json-schema'
import type { ReviewView, UnusualSpend } from '@/domain/run/review'
import type { StepFailure } from '@/domain/run/step'
import { kindOf } from '@/domain/team/kinds/registry'
import { isStaffed } from '@/domain/team/staff'
import type { BarredModel, PoolBudget } from '@/server/models/pool'
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
  const leave = leaveAsk(activation, failure)
  if (leave) {
    const { question, ...ask } = leave
    const view = await reviewView(activation, { kind: 'budget', question, failure, ...ask })
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

/** What leave is asked for, where a person's leave is all that is missing. */
function leaveAsk(
  { at, version: { bundle } }: Askable,
  { code, details }: StepFailure,
): ({ question: string } & Pick<ReviewView, 'dearer' | 'unusual'>) | undefined {
  if (code === 'tier_blocked') {
    const barred = details as BarredModel
    const agent = bundle.agents[barred.agent]
    const agentName = agent?.name ?? barred.agent
    const dearer = { ...barred, agentName, own: agent?.tier ?? 'small' }
    return { question: `Let ${agentName} use the dearer model ${barred.model} in this run?`, dearer }
  }
  if (code === 'cost_unusual') {
    const unusual = details as UnusualSpend
    const spent = formatMoney(BigInt(unusual.spentMicros))
    return { question: `${at.title} has cost ${spent}, more than runs like it. Should it go on?`, unusual }
  }
  return undefined
}

function budgetAsk(block: PoolBudget): NonNullable<ReviewView['budget']> {
  const proposed = proposedCap({
    cap: BigInt(block.capMicros),
    used: BigInt(block.spentMicros) + BigInt(block.reservedMicros),
    needed: BigInt(block.neededMicros),
  })
  return { ...block, proposedCapMicros: proposed.toString() }
}
