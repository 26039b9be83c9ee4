import { Fingerprint, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { Digest } from '@/components/ui/id-text'
import { RelativeTime } from '@/components/ui/relative-time'
import type { Review } from '../inbox-types'
import { verdictWord } from '../words'

/** The strip at the bottom of a review, always in reach. */
export function Bar({ children }: { children: ReactNode }) {
  return (
    <section
      aria-label="Verdict"
      data-verdict-bar
      className="z-strip grid min-w-0 gap-2 border-t border-line-strong bg-page px-6 pt-2.5 pb-3 max-md:px-4 max-md:pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      {children}
    </section>
  )
}

/** What the verdict binds to, and what follows it. */
export function Binds({
  review: { digest, inPlaceOf },
  edited,
  end,
}: {
  review: Pick<Review, 'digest' | 'inPlaceOf'>
  edited?: boolean
  end?: ReactNode
}) {
  return (
    <div className="flex min-h-4 flex-wrap items-center gap-x-1.5 text-12 text-fg-2">
      {inPlaceOf.length > 0 && (
        <span className="flex items-center gap-1.5 max-md:w-full md:mr-2">
          <UsersRound className="size-3.5 shrink-0 text-fg-3" aria-hidden />
          <span>
            You decide in place of <b className="font-label text-fg">{inPlaceOf.join(', ')}</b>
          </span>
        </span>
      )}
      <Fingerprint className="size-3.5 shrink-0 text-fg-3" aria-hidden />
      {edited ? 'Binds to what you see and your edits,' : 'Binds to exactly what you see,'}
      <Digest value={digest} label="fingerprint of the view" className="min-h-6" />
      <span className="ml-auto text-fg-3 max-md:hidden">{end}</span>
    </div>
  )
}

/** In place of the verdict once there is one. */
export function DecidedBar({ review }: { review: Review }) {
  const { verdict, decidedBy, inPlaceOf, decidedAt, status, kind } = review
  return (
    <Bar>
      {status === 'withdrawn' || !verdict ? (
        <p>Withdrawn: its run is over, so there is nothing left to decide.</p>
      ) : (
        <p>
          <b className="font-label">{verdictWord(kind, verdict.decision, verdict.edit !== undefined)}</b> by{' '}
          {decidedBy?.name ?? 'somebody'}
          {inPlaceOf.length > 0 && ` in place of ${inPlaceOf.join(', ')}`}{' '}
          <RelativeTime at={decidedAt} focusable className="text-fg-3" />
          {verdict.reason ? (
            <span className="text-fg-2">: “{verdict.reason}”</span>
          ) : (
            <span className="text-fg-3">, no reason was asked for</span>
          )}
        </p>
      )}
      <div className="flex min-h-4 items-center gap-1.5 text-12 text-fg-2">
        <Fingerprint className="size-3.5 text-fg-3" aria-hidden />
        {verdict ? 'Bound to this view,' : 'This view,'}
        <Digest value={review.digest} label="fingerprint of the view" className="min-h-6" />
      </div>
    </Bar>
  )
}
