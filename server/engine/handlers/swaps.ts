import type { CallSummary } from '@/domain/run/step'

/** The models that were asked in the place of others, and why: for the record, so without what anybody said. */
export function swapsOf(calls: readonly CallSummary[]): { swaps?: { model: string; because: string }[] } {
  const swaps = calls.flatMap(({ provider, model, because }) =>
    because ? [{ model: `${provider}/${model}`, because }] : [],
  )
  return swaps.length > 0 ? { swaps } : {}
}
