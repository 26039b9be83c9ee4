'use client'

import { ArrowUpRight, OctagonPause } from 'lucide-react'
import Link from 'next/link'
import { Money } from '@/components/ui/money'
import { StatusChip, type Status } from '@/components/ui/status-chip'
import { Tag } from '@/components/ui/tag'
import type { ReviewKind } from '@/domain/run/review'
import type { Review } from '../inbox-types'
import { Due } from '../list/inbox-list'

const TONE: Record<ReviewKind, Status> = {
  approval: 'waiting',
  escalation: 'failed',
  budget: 'blocked',
  conflict: 'waiting',
}

/** The question, and the few facts that place it. */
export function ReviewHead({ review }: { review: Review }) {
  const { view } = review
  const stopped = view.rules?.find(({ held }) => !held)
  const reason = stopped
    ? `${stopped.id}: ${stopped.message}`
    : view.budget
      ? 'Blocked by a budget'
      : view.dearer
        ? 'Asks for a dearer model'
        : view.unusual
          ? 'Costs more than usual'
          : review.reason || view.reasons[0]?.text
  return (
    <header>
      <h2 className="max-w-[40em] text-20 font-strong tracking-[-.012em] text-balance break-words max-md:leading-6.5">
        {review.question}
      </h2>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-3.5 gap-y-1 text-fg-3">
        {reason && (
          <StatusChip
            status={stopped ? 'blocked' : TONE[review.kind]}
            word={reason}
            className="h-auto min-h-5 max-w-full whitespace-normal"
          />
        )}
        {review.status === 'open' && (
          <span className="flex items-baseline gap-1.5">
            Due <Due at={review.dueAt} className="self-auto text-13 font-label text-fg" />
          </span>
        )}
        <span>
          Risk <b className="font-label text-fg">{review.risk}</b>
        </span>
        <span>
          Spent so far <Money micros={view.spentMicros} className="font-label text-fg" />
        </span>
        <span>
          {view.team.name} <span className="text-fg-2">v{view.team.version}</span>
        </span>
        <Link
          href={`/runs/${review.runId}`}
          className="inline-flex min-h-6 max-w-full items-center gap-0.5 rounded-4 text-fg-2 hover:text-fg max-md:-my-2.5 max-md:min-h-11"
        >
          <span className="truncate">{view.run.title}</span>
          <ArrowUpRight className="size-3.5 shrink-0" aria-hidden />
        </Link>
        {view.run.mode === 'shadow' && <Tag>shadow run, effects are simulated</Tag>}
        {view.sandbox && <Tag>sandbox, no AI</Tag>}
      </div>
      {review.stopped && (
        <p
          role="note"
          className="mt-2 flex max-w-[72ch] items-start gap-1.5 rounded-6 border border-blocked-line bg-blocked-bg px-2.5 py-1.5"
        >
          <OctagonPause className="mt-0.5 size-4 shrink-0 text-blocked-fg" strokeWidth={2} aria-hidden />
          <span>{review.stopped.says}</span>
        </p>
      )}
      {view.goal && (
        <p className="mt-2 max-w-[72ch] text-fg-2">
          <span className="mr-1.5 text-fg-3">Goal</span>
          {view.goal}
        </p>
      )}
    </header>
  )
}
