'use client'

import { Meter } from '@/components/ui/meter'
import type { Guard } from './settings-types'

/** What of its limits a provider or a model uses at present, by all workers together. */
export function LimitUse({ guard }: { guard: Guard | null }) {
  if (!guard) return null
  const { requests, tokens, parallel, requestsPerMinute, tokensPerMinute, parallelCalls, waiting } = guard
  return (
    <div className="grid gap-2">
      <Use what="Requests, last minute" used={requests} limit={requestsPerMinute} />
      <Use what="Tokens, last minute" used={tokens} limit={tokensPerMinute} />
      <Use what="Calls under way" used={parallel} limit={parallelCalls} />
      {waiting > 0 && <p className="text-fg-2 tabular-nums">{waiting} wait in line.</p>}
    </div>
  )
}

function Use({ what, used, limit }: { what: string; used: number; limit: number | null }) {
  if (limit === null) return null
  const words = `${used.toLocaleString('en-US')} of ${limit.toLocaleString('en-US')}`
  return (
    <div className="grid gap-1">
      <div className="flex justify-between gap-3">
        <span className="text-fg-3">{what}</span>
        <span className="tabular-nums">{words}</span>
      </div>
      <Meter parts={[{ value: used, tone: 'spent' }]} total={limit} label={`${what}: ${words}`} />
    </div>
  )
}
