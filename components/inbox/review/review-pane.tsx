'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ExactReview } from '@/components/gate/exact-request'
import { StageList } from '@/components/gate/stage-list'
import { codeOf, messageOf, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Revealed } from '@/components/runs/revealed'
import { showDollars } from '@/components/ui/dollars'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import type { Review } from '../inbox-types'
import { capProblem } from '../verdict/acts'
import { DecidedBar } from '../verdict/bar'
import { useVerdict } from '../verdict/use-verdict'
import { VerdictBar } from '../verdict/verdict-bar'
import { BudgetAsk } from './budget-ask'
import { DearerAsk, UnusualAsk } from './leave-ask'
import { useKept } from '../use-kept'
import { waitingAlike } from '../words'
import { Chain } from './chain'
import { Claims } from './claims'
import { Draft } from './draft'
import { Effects } from './effects'
import { Evidence } from './evidence'
import { ReviewHead } from './head'
import { Part } from './part'
import { Stopped } from './stopped'
import { useDraft } from './use-draft'

/** One review: read, then shown until somebody decides. */
export function ReviewPane(props: { id: string; more: boolean; focus: boolean; onDecided: () => void }) {
  const { id, more, focus, onDecided } = props
  const trpc = useTRPC()
  const { data, error, refetch, isFetching } = useQuery(trpc.reviews.get.queryOptions({ id }))
  // What is shown stays while it is being read; looking again takes what waits now.
  const [look, setLook] = useState(0)
  if (data) {
    return (
      <Shown
        key={look}
        live={data}
        more={more}
        focus={focus}
        onDecided={onDecided}
        onLook={() => void refetch().then(() => setLook(look + 1))}
      />
    )
  }
  if (error) {
    return (
      <div>
        <ErrorState
          title={codeOf(error) === 'NOT_FOUND' ? 'There is no such review' : 'The review could not be read'}
          onRetry={refetch}
          retrying={isFetching}
        >
          {messageOf(error)}
        </ErrorState>
      </div>
    )
  }
  return <PaneSkeleton />
}

function Shown(props: {
  live: Review
  more: boolean
  focus: boolean
  onDecided: () => void
  onLook: () => void
}) {
  const { live, more, focus, onDecided, onLook } = props
  const [first] = useState(live)
  const stale = live.status === 'open' && live.digest !== first.digest
  const review = stale ? first : live
  const { view } = review
  const draft = useDraft(review)
  const verdict = useVerdict(review, onDecided)
  const mayRaise = useMay('budget.edit')
  const [cap, setCap] = useState(() => showDollars(BigInt(view.budget?.proposedCapMicros ?? 0)))
  const [claim, setClaim] = useKept<number | undefined>(review, 'claim', undefined)
  const closed =
    review.kind === 'budget' && !mayRaise
      ? `${view.budget ? 'Raising a budget' : 'Giving leave to spend'} needs the role admin; an admin finds this in their inbox.`
      : undefined
  const pane = useRef<HTMLDivElement>(null)
  const open = review.status === 'open'

  useEffect(() => {
    if (focus) pane.current?.focus()
  }, [focus])
  const edit = () => {
    draft.setEditing(true)
    requestAnimationFrame(() => {
      pane.current
        ?.querySelector<HTMLElement>('[data-draft] :is(input,textarea,select,button):not(:disabled)')
        ?.focus()
    })
  }
  useHotkeys(
    [{ keys: 'Escape', label: 'Leave editing', group: 'Review', run: () => draft.setEditing(false) }],
    draft.editing,
  )

  const sent = review.sent.map(({ request }) => request)
  return (
    <div
      className="grid min-h-0 min-w-0 grid-rows-[minmax(0,1fr)_auto]"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        if (!(event.target instanceof HTMLElement) || !event.currentTarget.contains(event.target)) return
        if (!event.target.matches('input,textarea,select,[contenteditable]')) return
        event.preventDefault()
        if (event.target.closest('[data-draft]')) draft.setEditing(false)
        pane.current?.focus()
      }}
    >
      <div
        ref={pane}
        data-review
        tabIndex={-1}
        aria-label={review.question}
        role="region"
        className="@container min-h-0 overflow-auto px-6 pt-4.5 pb-6 wrap-anywhere outline-none max-md:px-4 max-md:pt-3.5"
      >
        <ReviewHead review={review} />
        <Revealed run={review.runId} hidden={review.hidden} className="mt-3" />
        <div className="mt-4 grid gap-x-7 @min-[680px]:grid-cols-[minmax(0,1fr)_272px]">
          <div className="min-w-0">
            {view.budget && (
              <BudgetAsk
                budget={view.budget}
                cap={cap}
                onCap={setCap}
                error={problemAt(verdict.error, '/capMicros') ?? capProblem(review, cap)}
                alike={waitingAlike(live.alike)}
                closed={!open ? 'This is decided.' : closed}
              />
            )}
            {view.dearer && <DearerAsk dearer={view.dearer} closed={!open ? 'This is decided.' : closed} />}
            {view.unusual && (
              <UnusualAsk unusual={view.unusual} closed={!open ? 'This is decided.' : closed} />
            )}
            {view.conflict && (
              <Claims
                conflict={view.conflict}
                chosen={open ? claim : review.verdict?.claim}
                onChoose={open && !review.barred ? setClaim : undefined}
              />
            )}
            {(review.kind === 'approval' || draft.effects.length > 0) && (
              <Effects
                effects={sent.length ? sent : draft.effects}
                when={whenCarriedOut(review)}
                end={open && draft.settled && <ExactReview id={review.id} edit={draft.edit} />}
                stale={!draft.settled}
                message={
                  draft.message ??
                  (draft.problems.length
                    ? 'The edit does not fit its contract: this is what it was before.'
                    : undefined)
                }
              />
            )}
            {view.gate && (
              <Part title="What it went through" detail={`${view.gate.risk} risk`}>
                <StageList gate={view.gate} />
              </Part>
            )}
            <Stopped review={review} rules={draft.rules} />
            <Draft review={review} draft={draft} />
          </div>
          <div className="min-w-0 max-md:mt-5 @max-[680px]:mt-5">
            <Chain review={review} />
            <Evidence review={review} />
          </div>
        </div>
      </div>
      {open ? (
        <VerdictBar
          review={review}
          draft={draft}
          verdict={verdict}
          cap={cap}
          claim={claim}
          closed={closed}
          stale={stale}
          onLook={onLook}
          onEdit={edit}
          more={more}
        />
      ) : (
        <DecidedBar review={review} />
      )}
    </div>
  )
}

/** The shape of a review. */
export function PaneSkeleton() {
  return (
    <div aria-hidden className="grid content-start gap-5 px-6 pt-6 max-md:px-4">
      <Skeleton className="h-5 w-3/5" />
      <Skeleton className="w-2/5" />
      <Skeleton className="mt-4 w-32" />
      <Skeleton className="h-28 w-full" />
      <Skeleton className="w-24" />
      <Skeleton className="h-40 w-full" />
    </div>
  )
}

function whenCarriedOut({ kind, view, status, sent }: Review): string {
  // Of several that went the same way it is said once.
  const came = [...new Set(sent.map((each) => CAME_OF[each.status]))]
  if (status !== 'open') return came.length ? came.join(', ') : 'not sent'
  const does = view.run.mode === 'shadow' ? 'simulated' : 'run'
  return kind === 'approval' ? `${does} only if approved` : `${does} if it goes on`
}

const CAME_OF: Record<Review['sent'][number]['status'], string> = {
  intended: 'being sent',
  done: 'carried out, as it was sent',
  failed: 'refused there',
  unknown: 'sent, outcome unknown',
  simulated: 'simulated',
}
