import { whose } from '@/domain/budget/ask'
import { formatMoney } from '@/domain/budget/money'
import { PER_PERIOD } from '@/domain/budget/window'
import type { CallSummary } from '@/domain/run/step'
import type { Offer } from './catalog'
import type { ProviderError } from './openai'
import { PoolError, type BarredModel, type PoolBudget } from './port'
import { policyOf } from './retry-policy'

/** A hard budget has no room. */
export function blocked(budget: PoolBudget, calls: CallSummary[]): PoolError {
  const money = (micros: string) => formatMoney(BigInt(micros))
  const left = BigInt(budget.capMicros) - BigInt(budget.spentMicros) - BigInt(budget.reservedMicros)
  const per = PER_PERIOD[budget.period]
  return new PoolError(
    'budget_blocked',
    `The budget of ${whose(budget)} of ${money(budget.capMicros)} ${per} has ${left > 0n ? formatMoney(left) : 'nothing'} left; this call may cost up to ${money(budget.neededMicros)}.`,
    { calls, details: budget },
  )
}

/**
 * Only models are left that the agent may not use without leave.
 * @param before why none of those that it may use answered, where there are any
 */
export function barred(model: BarredModel, before?: PoolError): PoolError {
  const says = `${model.model} is dearer than this agent's tier, and nobody has granted it.`
  return new PoolError('tier_blocked', before ? `${before.message} ${says}` : says, {
    calls: before?.calls ?? [],
    details: model,
    retryable: before?.retryable ?? false,
    retryAfterMs: before?.retryAfterMs,
  })
}

/**
 * No model answered.
 * @param rest why those that were not tried may not be asked now, when there are any
 */
export function exhausted(
  failures: { offer: Offer; failed: ProviderError }[],
  calls: CallSummary[],
  rest?: PoolError,
): PoolError {
  const said = failures.map(({ offer, failed }) => `${offer.name}: ${failed.message}`)
  const waits = failures.flatMap(({ failed: { retryAfterMs } }) => retryAfterMs ?? [])
  if (rest?.retryAfterMs !== undefined) waits.push(rest.retryAfterMs)
  const expected = failures.length + (rest ? 1 : 0)
  const timed = waits.length > 0 && waits.length === expected
  const timeouts =
    !rest && failures.length > 0 && failures.every(({ failed }) => failed.failure.code === 'timeout')
  const held = 'This process was held up for too long to send a call in time.'
  const what = [...said, ...(rest ? [rest.message] : []), ...(expected ? [] : [held])].join(' · ')
  return new PoolError(timeouts ? 'timeout' : 'model_failed', `No model answered. ${what}`, {
    calls,
    details: {
      failures: failures.map(({ offer, failed }) => ({ model: offer.name, ...failed.failure })),
      ...(rest && { rest: rest.details }),
    },
    retryAfterMs: timed ? Math.min(...waits) : undefined,
    retryable:
      !expected ||
      failures.some(({ failed }) => policyOf(failed.failure).retry) ||
      (rest?.retryable ?? false),
    turnedAway:
      timed &&
      failures.every(({ failed }) => failed.failure.code === 'rate_limited') &&
      (rest?.turnedAway ?? true),
  })
}
