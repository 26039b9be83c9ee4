'use client'

import { AlarmClock, KeyRound, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useDecides } from '@/components/shell/session'
import { counted } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { formatCoarse } from '@/components/ui/format-time'
import { Kbd } from '@/components/ui/kbd'
import { SectionHead } from '@/components/ui/section'
import { SkeletonList } from '@/components/ui/skeleton'
import { useListKeys } from '@/components/ui/use-list-keys'
import { useNow } from '@/components/ui/use-now'
import { ProposalList } from './proposal-list'
import type { Overview, OverviewReview } from './overview-types'

/** The reviews that are due first, each a way into the inbox. */
export function ReviewList({ overview }: { overview: Overview | undefined }) {
  const decides = useDecides()
  const router = useRouter()
  const reviews = overview?.reviews ?? []
  const permits = overview?.waiting.permits ?? 0
  const { rowProps } = useListKeys({
    count: reviews.length,
    what: 'review',
    onOpen: (index) => router.push(`/inbox?review=${reviews[index]?.id ?? ''}`),
  })
  return (
    <section aria-label="Needs you" className="min-w-0 border-b border-line">
      <SectionHead
        title={decides ? 'Needs you now' : 'Waits for a reviewer'}
        detail="by due time"
        end={
          <Link href="/inbox" className="flex min-h-6 items-center gap-1 rounded-4 hover:text-fg">
            Open inbox <Kbd keys="G I" />
          </Link>
        }
      />
      {!overview && <SkeletonList rows={5} />}
      {overview && <ProposalList proposals={overview.proposals} />}
      {permits > 0 && <PermitsRow count={permits} />}
      {overview && reviews.length === 0 && overview.proposals.length === 0 && permits === 0 && (
        <EmptyState
          title={decides ? 'Nothing waits for you' : 'Nothing waits for a reviewer'}
          className="mt-1"
        >
          Reviews land here when a gate or a budget stops a run.
        </EmptyState>
      )}
      <ul>
        {reviews.map((review, index) => (
          <li key={review.id} className="border-t border-line">
            <ReviewRow review={review} {...rowProps(index)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What is asked for and proposed about permissions and second persons is decided in the inbox. */
function PermitsRow({ count }: { count: number }) {
  return (
    <Link
      href="/inbox"
      className="grid h-9.5 grid-cols-[16px_minmax(0,1fr)] items-center gap-2.5 border-t border-line px-5 -outline-offset-2 hover:bg-hover max-sm:px-4"
    >
      <KeyRound className="size-4 text-fg-3" aria-hidden />
      <b className="truncate font-label">Decide on {counted(count, 'request')}</b>
    </Link>
  )
}

function ReviewRow({
  review,
  ...row
}: { review: OverviewReview } & ReturnType<ReturnType<typeof useListKeys>['rowProps']>) {
  const now = useNow(10_000)
  const due = review.dueAt && review.dueAt.getTime() - now
  const late = due !== null && due < 0
  const Icon = late ? AlarmClock : UserRound
  return (
    <Link
      href={`/inbox?review=${review.id}`}
      {...row}
      className="grid h-9.5 grid-cols-[16px_minmax(0,1fr)_auto_76px] items-center gap-2.5 px-5 -outline-offset-2 hover:bg-hover max-sm:h-auto max-sm:grid-cols-[16px_minmax(0,1fr)_auto] max-sm:px-4 max-sm:py-2.5"
    >
      <Icon className="size-4 text-fg-3" aria-label={late ? 'overdue' : undefined} aria-hidden={!late} />
      <span className="flex min-w-0 gap-2 max-sm:block">
        <b className="truncate font-label max-sm:block max-sm:whitespace-normal" title={review.question}>
          {review.question}
        </b>
        <span className="shrink-[100] truncate text-fg-3 max-sm:whitespace-normal" title={review.reason}>
          {review.reason}
        </span>
      </span>
      <span className="text-fg-3 max-sm:hidden">{review.team}</span>
      <span className={cx('text-right whitespace-nowrap text-fg-2', late && 'font-label text-fg')}>
        {due === null ? 'no due time' : late ? `${formatCoarse(-due)} late` : `in ${formatCoarse(due)}`}
      </span>
    </Link>
  )
}
