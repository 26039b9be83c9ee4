import type { Tx } from '@/server/db/client'
import type { BreakerState } from './guard-states'

/** How it stood before it was reset. */
export interface ResetGuard {
  breaker: BreakerState
  lastError: string | null
  coolingUntil: Date | null
}

/**
 * Closes the circuit breaker of a service and ends its cool-down, for all workers; its limits stay.
 * @returns how it stood, or null when there was nothing to reset
 */
export async function resetGuard(tx: Tx, id: string): Promise<ResetGuard | null> {
  const before = await tx.serviceGuard.findUnique({ where: { id } })
  if (!before) return null
  const none = [0, 0, 0, 0, 0, 0]
  await tx.serviceGuard.update({
    where: { id },
    data: {
      breaker: 'closed',
      breakerSince: new Date(),
      probe: null,
      probeUntil: null,
      windowCalls: none,
      windowErrors: none,
      coolingUntil: null,
      lastError: null,
      lastErrorAt: null,
    },
  })
  const { breaker, lastError, coolingUntil } = before
  return { breaker: breaker as BreakerState, lastError, coolingUntil }
}

/** As the record names it. */
export const resetData = (before: ResetGuard | null): Record<string, unknown> => ({
  breaker: before?.breaker ?? 'closed',
  last_error: before?.lastError ?? '',
  cooling_until: before?.coolingUntil?.toISOString() ?? '',
})
