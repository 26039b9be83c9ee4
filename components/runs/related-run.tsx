'use client'

import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { StatusChip } from '@/components/ui/status-chip'
import type { RelatedRun } from './run-types'

/** The way to another run: its team, what it is about, and its state. */
export function RelatedRunLine({ run }: { run: RelatedRun }) {
  return (
    <Link
      href={`/runs/${run.id}`}
      className="flex min-h-8 items-center gap-2 rounded-4 py-1 hover:bg-hover max-sm:min-h-11"
    >
      <span className="min-w-0 flex-1 truncate">
        {run.team} <span className="text-fg-3">{run.title}</span>
      </span>
      <StatusChip plain status={run.status} className="text-12" />
      <ArrowRight className="size-3.5 shrink-0 text-fg-3" aria-hidden />
    </Link>
  )
}
