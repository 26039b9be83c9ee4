import { cx } from '@/components/ui/cx'
import { STATUS } from '@/components/ui/status-chip'
import type { RunStatus } from '@/domain/run/history'

const TICK: Record<RunStatus, string> = {
  done: 'h-1.5 bg-line-control',
  queued: 'h-1.5 bg-line-strong',
  running: 'h-2 bg-running-mark',
  waiting: 'h-2.5 bg-waiting-mark',
  blocked: 'h-2.5 bg-blocked-mark',
  failed: 'h-3.5 bg-failed-mark',
  cancelled: 'h-1.5 bg-line-strong',
}
const SLOTS = 24

/** The last runs of a team, oldest to newest; what needs a look is taller. */
export function RunTicks({ runs }: { runs: readonly { id: string; status: RunStatus }[] }) {
  const shown = runs.slice(0, SLOTS).toReversed()
  const counts = new Map<RunStatus, number>()
  for (const { status } of shown) counts.set(status, (counts.get(status) ?? 0) + 1)
  const words = [...counts]
    .map(([status, count]) => `${count} ${STATUS[status].word.toLowerCase()}`)
    .join(', ')
  return (
    <span
      role="img"
      aria-label={shown.length ? `Last ${shown.length} runs: ${words}` : 'No runs yet'}
      title={shown.length ? words : undefined}
      className="inline-flex h-3.5 items-end gap-0.5"
    >
      {shown.map(({ id, status }) => (
        <span key={id} className={cx('w-1 rounded-[1px]', TICK[status])} />
      ))}
      {shown.length === 0 && <span className="text-12 leading-3.5 text-fg-3">none yet</span>}
    </span>
  )
}
