'use client'

import { X } from 'lucide-react'
import Link from 'next/link'
import { RunChip } from '@/components/runs/run-chip'
import { Button } from '@/components/ui/button'
import { Duration } from '@/components/ui/duration'
import { IconButton } from '@/components/ui/icon-button'
import { Money } from '@/components/ui/money'
import { useNow } from '@/components/ui/use-now'
import type { RunOverlay } from './use-overlay'

/** Over the canvas while a run is laid over it: how it goes, and the ways to it and back to drawing. */
export function RunBanner({ overlay: { run, show } }: { overlay: RunOverlay }) {
  const now = useNow(10_000)
  if (!run) return null
  return (
    <div
      role="status"
      className="flex min-h-10 flex-wrap items-center gap-3 border-b border-line bg-page px-4 py-1"
    >
      <RunChip run={run} now={now} />
      <b className="truncate font-strong">{run.title}</b>
      <span className="text-12 text-fg-3 max-sm:hidden">
        {run.trial ? 'Draft on trial' : `v${run.version.number}`}
        {run.mode === 'shadow' && ', effects simulated'}
      </span>
      <span className="text-12 text-fg-2">
        <Duration from={run.createdAt} to={run.endedAt} />
      </span>
      <Money className="text-12 text-fg-2" micros={run.spentMicros} />
      <span className="flex-1" />
      <Button size="sm" asChild>
        <Link href={`/runs/${run.id}`}>Open the run</Link>
      </Button>
      <IconButton size="sm" icon={X} label="Back to drawing" onClick={() => show(null)} />
    </div>
  )
}
