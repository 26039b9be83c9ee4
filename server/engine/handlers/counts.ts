import type { CallSummary } from '@/domain/run/step'

/** Of a step's calls, for the record and so without what anybody said: how many, and which models stood in and why. */
export function countsOf(calls: readonly CallSummary[]): {
  calls: number
  swaps?: { model: string; because: string }[]
} {
  const swaps = calls.flatMap(({ provider, model, because }) =>
    because ? [{ model: `${provider}/${model}`, because }] : [],
  )
  return { calls: calls.length, ...(swaps.length > 0 && { swaps }) }
}
