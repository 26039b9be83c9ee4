import { formatDuration } from '@/components/ui/format-time'
import { HiddenNote } from '@/components/ui/hidden-note'
import { StatusChip } from '@/components/ui/status-chip'
import type { CalledNow } from './connection-types'

/** What came of a call. */
export function CallResult({ result: { ok, says, status, ms, answer, hidden } }: { result: CalledNow }) {
  return (
    <div role="status" className="grid gap-1.5 rounded-6 border border-line bg-sunken px-3 py-2">
      <div className="flex items-center gap-2">
        <StatusChip plain status={ok ? 'done' : 'failed'} word={ok ? 'Answered' : 'Failed'} />
        <span className="ml-auto text-12 text-fg-3">
          {status > 0 && `${status}, `}
          {formatDuration(ms)}
        </span>
      </div>
      <p className="text-fg-2">{says}</p>
      <HiddenNote hidden={hidden} />
      {answer && (
        <pre tabIndex={0} className="max-h-60 overflow-auto font-mono text-12 whitespace-pre-wrap text-fg-2">
          {answer}
        </pre>
      )}
    </div>
  )
}
