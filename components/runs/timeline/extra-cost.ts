import { formatMoney } from '@/domain/budget/money'
import type { RunDetail } from '../run-types'

type Extra = 'repairs' | 'other models' | 'summaries' | 'retries'

const OF_PURPOSE: Readonly<Record<string, Extra>> = {
  repair: 'repairs',
  fallback: 'other models',
  summary: 'summaries',
}

/**
 * What a run paid beside first answers, by what for: `$0.0040 repairs, $0.0021 retries`; empty when nothing. A retry is what
 * the machine tried again by itself: no person had answered since the attempt that failed.
 */
export function extraCost({ calls, steps, reviews }: Pick<RunDetail, 'calls' | 'steps' | 'reviews'>): string {
  const sums = new Map<Extra, bigint>()
  for (const call of calls) {
    const what = OF_PURPOSE[call.purpose] ?? (isRetry(call, steps, reviews) ? 'retries' : undefined)
    if (what && call.costMicros > 0n) sums.set(what, (sums.get(what) ?? 0n) + call.costMicros)
  }
  return [...sums].map(([what, micros]) => `${formatMoney(micros)} ${what}`).join(', ')
}

function isRetry(
  { node, iteration, attempt, startedAt }: RunDetail['calls'][number],
  steps: RunDetail['steps'],
  reviews: RunDetail['reviews'],
): boolean {
  if (!attempt) return false
  const isOfVisit = (one: { node: string; iteration: number }) =>
    one.node === node && one.iteration === iteration
  const answered = reviews
    .filter(isOfVisit)
    .flatMap(({ decidedAt }) => (decidedAt && decidedAt <= startedAt ? [decidedAt.getTime()] : []))
  const since = Math.max(-Infinity, ...answered)
  return steps.some(
    (step) =>
      isOfVisit(step) && step.status === 'failed' && step.attempt < attempt && step.endedAt.getTime() > since,
  )
}
