'use client'

import { formatDuration } from '@/components/ui/format-time'
import { StatusChip } from '@/components/ui/status-chip'
import { formatMoney } from '@/domain/budget/money'
import type { TestedModel } from './settings-types'

/** What one live call of a model came to. */
export function TestResult({ ok, model, says, ms, tokensIn, tokensOut, costMicros }: TestedModel) {
  return (
    <div role="status" className="grid gap-1 rounded-6 border border-line bg-sunken px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <StatusChip plain status={ok ? 'done' : 'failed'} word={ok ? 'Called' : 'Failed'} />
        <span className="font-mono text-12">{model}</span>
        {ok && (
          <span className="ml-auto text-12 text-fg-3">
            {formatDuration(ms)}, {tokensIn + tokensOut} tokens, {formatMoney(costMicros)}
          </span>
        )}
      </div>
      <p className="text-fg-2">{says}</p>
    </div>
  )
}
