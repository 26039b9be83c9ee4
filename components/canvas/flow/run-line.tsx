'use client'

import { cx } from '@/components/ui/cx'
import { Duration } from '@/components/ui/duration'
import { Money } from '@/components/ui/money'
import { STATUS, StatusChip } from '@/components/ui/status-chip'
import type { NodeRun } from '../model/node-run'

/** What a run did here, in one line: state, time, money. */
export function RunLine({ run, compact = false }: { run: NodeRun; compact?: boolean }) {
  // Where there is little room, time and money stand for the word of what is done; the card's name still says it.
  if (compact && run.status === 'done' && run.ms !== undefined) {
    const { icon: Icon, ink } = STATUS.done
    return (
      <span className="inline-flex min-w-0 items-center gap-1.25 truncate text-fg-2">
        <Icon className={`size-3.5 shrink-0 ${ink}`} strokeWidth={2} aria-hidden />
        {run.tally ?? <Duration ms={run.ms} />}
        {run.tally === undefined && run.costMicros !== undefined && run.costMicros > 0n && (
          <>
            <span aria-hidden>·</span>
            <Money micros={run.costMicros} />
          </>
        )}
      </span>
    )
  }
  const open = run.status === 'running' || run.status === 'waiting' || run.status === 'blocked'
  return (
    <>
      <StatusChip
        plain
        status={run.status}
        {...((run.tally ?? run.word) ? { word: run.tally ?? run.word } : {})}
        className="min-w-0 text-12"
      />
      <span className={cx('ml-auto inline-flex gap-1.5 pl-1.5 text-fg-2', run.tally && 'hidden')}>
        {open && run.since ? <Duration from={run.since} /> : run.ms !== undefined && <Duration ms={run.ms} />}
        {!compact && run.costMicros !== undefined && run.costMicros > 0n && <Money micros={run.costMicros} />}
      </span>
    </>
  )
}

/** The mark at the left edge of a card. */
export const RUN_EDGE: Record<NodeRun['status'], string> = {
  running: 'border-l-3 border-l-running-mark',
  waiting: 'border-l-3 border-l-waiting-mark',
  done: 'border-l-3 border-l-done-mark',
  failed: 'border-l-3 border-l-failed-mark',
  blocked: 'border-l-3 border-l-blocked-mark',
  queued: 'border-l-3 border-l-line-control',
  cancelled: 'border-l-3 border-l-line-control',
  idle: 'border-dashed',
}

/** The whole of a card that is seen from afar. */
export const RUN_FILL: Record<NodeRun['status'], string> = {
  running: 'border-running-mark bg-running-bg',
  waiting: 'border-waiting-mark bg-waiting-bg',
  done: 'border-done-mark bg-done-bg',
  failed: 'border-failed-mark bg-failed-bg',
  blocked: 'border-blocked-mark bg-blocked-bg',
  queued: 'border-line-control bg-raised',
  cancelled: 'border-line-control bg-sunken',
  idle: 'border-dashed border-line-strong bg-sunken text-fg-3',
}
