import type { CallSummary, StepFailure } from '@/domain/run/step'
import type { Settlement } from '@/server/models/pool'
import type { NewEntry } from '@/server/record/append'
import type { Answered, Asked, Requested, Unanswered } from './asked'
import { countsOf } from './counts'

/** What came of two who were asked one after the other. */
export function together(first: Unanswered, second: Answered | Requested): Answered | Requested {
  const spent = spentOn(
    [...first.shown.calls, ...second.shown.calls],
    [...first.spent.settle, ...second.spent.settle],
    [...first.spent.entries, ...second.spent.entries],
  )
  const standIn = {
    agent: second.agent.slug,
    name: second.agent.name,
    instead: {
      agent: first.agent.slug,
      name: first.agent.name,
      ...(first.shown.view && { view: first.shown.view.digest }),
    },
    because: first.failure,
  }
  const shown = {
    ...second.shown,
    calls: [...first.shown.calls, ...second.shown.calls],
    tools: [...first.shown.tools, ...second.shown.tools],
    standIn,
  }
  if ('failure' in second) return { ...second, spent, shown, failure: both(first, second), retryable: false }
  const { data, sealed } = second.record
  const costs = { cost_micros: spent.costMicros.toString(), ...countsOf(shown.calls) }
  const record = {
    data: { ...data, ...costs, instead_of: first.agent.slug, because: first.failure.code },
    sealed: { ...sealed, failed_before: first.failure },
  }
  return { ...second, spent, shown, record }
}

function both(first: Unanswered, second: Unanswered): StepFailure {
  const message = `${first.agent.name}: ${first.failure.message} ${second.agent.name}, who stood in: ${second.failure.message}`
  // Whoever raises a budget is shown which.
  if (second.failure.code === 'budget_blocked') return { ...second.failure, message }
  const told = ({ agent, failure }: Unanswered) => ({ agent: agent.slug, name: agent.name, ...failure })
  const { problems, answer } = (second.failure.details ?? {}) as { problems?: unknown; answer?: unknown }
  return {
    code: first.failure.code,
    message,
    details: {
      ...(problems !== undefined && { problems }),
      ...(answer !== undefined && { answer }),
      asked: [told(first), told(second)],
    },
  }
}

/** What calls cost, settled or still to be, and what was denied. */
export const spentOn = (
  calls: readonly CallSummary[],
  settle: Settlement[],
  entries: NewEntry[] = [],
): Asked['spent'] => ({
  costMicros: calls.reduce((total, call) => total + BigInt(call.costMicros), 0n),
  settle,
  entries,
})
