'use client'

import { AlarmClock } from 'lucide-react'
import type { ListRowProps } from '@/components/ui/use-list-keys'
import { cx } from '@/components/ui/cx'
import { formatCoarse } from '@/components/ui/format-time'
import { Money } from '@/components/ui/money'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { useNow } from '@/components/ui/use-now'
import { counted, waitingAlike } from '../words'
import type { ReviewLine } from '../inbox-types'
import type { ReviewGroup } from './group-reviews'

/** The reviews in their groups; each row opens its review. */
export function InboxList({
  groups,
  selected,
  rowProps,
  onOpen,
}: {
  groups: readonly ReviewGroup[]
  selected: string | null
  /** By place in the whole list. */
  rowProps: (index: number) => ListRowProps
  onOpen: (id: string) => void
}) {
  const before = (group: number) =>
    groups.slice(0, group).reduce((total, { reviews }) => total + reviews.length, 0)
  return groups.map(({ title, reviews }, group) => (
    <section key={title} aria-label={title}>
      <h2 className="border-b border-line bg-sunken px-3.5 py-1.25 text-12 text-fg-3">{title}</h2>
      <ul>
        {reviews.map((review, index) => (
          <li key={review.id}>
            <Row
              review={review}
              on={review.id === selected}
              keys={rowProps(before(group) + index)}
              onOpen={() => onOpen(review.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  ))
}

function Row(props: { review: ReviewLine; on: boolean; keys: ListRowProps; onOpen: () => void }) {
  const { review, on, keys, onOpen } = props
  return (
    <button
      type="button"
      {...keys}
      onClick={onOpen}
      aria-current={on || undefined}
      className={cx(
        'grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-2 gap-y-px border-b border-line px-3.5 pt-2.25 pb-2.5 text-left -outline-offset-2',
        on ? 'bg-accent-bg shadow-[inset_2px_0_var(--accent)]' : 'hover:bg-hover',
      )}
    >
      <b className="line-clamp-2 font-label break-words" title={review.question}>
        {review.question}
      </b>
      {review.decidedAt ? (
        <RelativeTime at={review.decidedAt} className="text-12 leading-5 text-fg-3" />
      ) : (
        <Due at={review.dueAt} />
      )}
      <span className="col-span-2 truncate text-fg-2" title={review.reason}>
        {review.reason}
      </span>
      <span className="col-span-2 flex items-center gap-1 text-12 text-fg-3">
        <span className="truncate">{review.decidedBy ? `by ${review.decidedBy.name}` : review.team}</span>
        {review.alike && review.alike.steps > 1 && (
          <span className="shrink-0" title={waitingAlike(review.alike)}>
            · {review.alike.steps} steps wait
          </span>
        )}
        {!review.mine && !review.decidedAt && <span className="shrink-0">· not yours</span>}
        <span className="ml-auto shrink-0 text-fg-2">
          {review.proposedCapMicros !== null ? (
            <Money micros={review.proposedCapMicros} coarse />
          ) : review.effects > 0 ? (
            `${counted(review.effects, 'effect')}${review.mode === 'shadow' ? ', simulated' : ''}`
          ) : (
            <Money micros={review.spentMicros} />
          )}
        </span>
      </span>
    </button>
  )
}

/** `in 2h 54m`; late is an alarm clock and weight. */
export function Due({ at, className }: { at: Date | null; className?: string }) {
  const now = useNow(10_000)
  if (!at) return <span className={cx('text-12 leading-5 text-fg-3', className)}>no due time</span>
  const left = at.getTime() - now
  const late = left < 0
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1 self-start text-12 leading-5 whitespace-nowrap',
        late ? 'font-label text-fg' : 'text-fg-3',
        className,
      )}
    >
      {late && <AlarmClock className="size-3.5" aria-label="overdue" />}
      {late ? `${formatCoarse(-left)} late` : `in ${formatCoarse(left)}`}
    </span>
  )
}

/** Rows in the shape of what will come. */
export function ListSkeleton() {
  return (
    <div aria-hidden>
      {['w-44', 'w-36', 'w-48', 'w-40', 'w-32'].map((width) => (
        <div key={width} className="grid gap-2.5 border-b border-line px-3.5 py-3.5">
          <Skeleton className={width} />
          <Skeleton className="w-52" />
          <Skeleton className="w-20" />
        </div>
      ))}
    </div>
  )
}
