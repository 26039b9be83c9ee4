'use client'

import { RelativeTime } from '@/components/ui/relative-time'
import { StatusChip } from '@/components/ui/status-chip'
import type { Guard } from './settings-types'

/** One word where something is the matter with a service, nothing where all is well. */
export function GuardChip({ guard }: { guard: Guard | null }) {
  if (!guard) return null
  if (guard.breaker === 'open') return <StatusChip plain status="failed" word="Paused" />
  if (guard.breaker === 'half_open') return <StatusChip plain status="running" word="Being tried" />
  if (guard.coolingUntil) return <StatusChip plain status="idle" word="Cooling down" />
  if (guard.waiting > 0) return <StatusChip plain status="idle" word={`${guard.waiting} in line`} />
  return null
}

/** Whether there is anything that an admin could reset. */
export const isAiling = (guard: Guard | null): boolean =>
  guard !== null && (guard.breaker !== 'closed' || guard.coolingUntil !== null || guard.errors > 0)

const EXPLAINED: Record<Guard['breaker'], string> = {
  closed: 'When it fails too often, it is not called for 15 s; then one call tries it again.',
  open: 'It failed too often. Nobody calls it for 15 s; then one call tries it again.',
  half_open: 'One call tries it now. When it is answered, all go through again.',
}
const NAMES: Record<Guard['breaker'], string> = {
  closed: 'go through',
  open: 'paused',
  half_open: 'one is tried',
}

/** State, since when, error rate and last fault of a service's circuit breaker; the same for all workers. */
export function GuardFacts({ guard }: { guard: Guard | null }) {
  const { breaker, breakerSince, calls, errors, lastError, lastErrorAt, coolingUntil } = guard ?? HEALTHY
  return (
    <>
      <p className="text-fg-2">{EXPLAINED[breaker]}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-fg-3">Calls</dt>
        <dd>
          {NAMES[breaker]}
          {breakerSince && (
            <span className="text-fg-3">
              , since <RelativeTime at={breakerSince} focusable />
            </span>
          )}
        </dd>
        <dt className="text-fg-3">Failed, last minute</dt>
        <dd className="tabular-nums">
          {calls === 0 ? 'no fault' : `${errors} of ${calls} (${Math.round((errors / calls) * 100)} %)`}
        </dd>
        {coolingUntil && (
          <>
            <dt className="text-fg-3">Asked to be left alone</dt>
            <dd>
              until <RelativeTime at={coolingUntil} focusable />
            </dd>
          </>
        )}
        {lastError && (
          <>
            <dt className="text-fg-3">Last fault</dt>
            <dd>
              <span className="font-mono text-12">{lastError}</span>{' '}
              <RelativeTime at={lastErrorAt} className="text-fg-3" focusable />
            </dd>
          </>
        )}
      </dl>
    </>
  )
}

const HEALTHY = {
  breaker: 'closed',
  breakerSince: null,
  calls: 0,
  errors: 0,
  lastError: null,
  lastErrorAt: null,
  coolingUntil: null,
} as const
