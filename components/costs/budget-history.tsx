'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section'
import { SkeletonList } from '@/components/ui/skeleton'
import { limitInWords, ownerOf } from './budget-words'
import type { BudgetChange } from './cost-types'

/** Who changed which budget, when, from what to what, and why. */
export function BudgetHistory() {
  const trpc = useTRPC()
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(
      trpc.budgets.history.infiniteQueryOptions({}, { getNextPageParam: ({ next }) => next ?? undefined }),
    )
  const changes = data?.pages.flatMap((page) => page.changes)
  return (
    <section aria-label="Changes" className="min-w-0">
      <SectionHead title="Changes" detail="of limits: who, from what to what, and why" />
      {error && !data && (
        <ErrorState title="The changes could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      )}
      {!changes && !error && <SkeletonList rows={4} />}
      {changes?.length === 0 && (
        <EmptyState className="mt-1" title="No budget has been changed yet">
          Each time somebody sets, changes or removes a budget it stands here, with the reason they gave.
        </EmptyState>
      )}
      <ul>
        {changes?.map((change) => (
          <li key={change.id} className="grid gap-0.5 border-t border-line px-5 py-2 max-sm:px-4">
            <div className="flex items-baseline gap-3">
              <span className="min-w-0 flex-1">
                <b className="font-label">{ownerOf(change)}</b> {movedInWords(change)}
              </span>
              <RelativeTime at={change.at} className="text-12 text-fg-3" />
            </div>
            <span className="text-12 text-fg-2">
              {change.actor.name}
              {change.reason ? `: ${change.reason}` : change.reviewId ? ', in a review' : ''}
            </span>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className="border-t border-line px-5 py-2 max-sm:px-4">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Earlier changes
          </Button>
        </div>
      )}
    </section>
  )
}

function movedInWords({ was, now, period }: BudgetChange): string {
  if (!now) return was ? `removed; it was ${limitInWords(was, period)}` : 'removed'
  const to = limitInWords(now, period)
  if (!was) return `set to ${to}`
  const from = limitInWords(was, period)
  return from === to ? `confirmed at ${to}` : `from ${from} to ${to}`
}
