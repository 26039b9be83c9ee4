'use client'

import { useQuery } from '@tanstack/react-query'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { ErrorState } from '@/components/ui/error-state'
import { useNow } from '@/components/ui/use-now'
import { BudgetList } from './budget-list'
import { FigureRow, FigureRowSkeleton } from './figure-row'
import { IncidentList } from './incident-list'
import { MentionList } from './mention-list'
import { ReviewList } from './review-list'
import { RunTable } from './run-table'
import { TeamTable } from './team-table'

/** What needs me now, what is moving, what it costs. Every number leads to its list. */
export function OverviewScreen() {
  const trpc = useTRPC()
  const { data, error, refetch, isFetching } = useQuery(trpc.overview.get.queryOptions())
  return (
    <Page title="Overview" detail={<Clock />} live scroll={false}>
      {error && !data ? (
        <ErrorState title="The overview could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : (
        <div className="h-full max-lg:overflow-auto lg:grid lg:grid-rows-[auto_minmax(0,1fr)]">
          {data ? <FigureRow overview={data} /> : <FigureRowSkeleton />}
          <div className="grid lg:min-h-0 lg:grid-cols-[minmax(0,1fr)_424px] lg:grid-rows-[auto_minmax(0,1fr)]">
            <ReviewList overview={data} />
            <section aria-label="Incidents and budgets" className="min-w-0 border-b border-line lg:border-l">
              <MentionList />
              <IncidentList incidents={data?.incidents} />
              <BudgetList budgets={data?.budgets} />
            </section>
            <RunTable overview={data} />
            <TeamTable teams={data?.teams} />
          </div>
        </div>
      )}
    </Page>
  )
}

/** `Thursday 19 November, 14:32`, in the workspace's time zone, by which its days turn. */
function Clock() {
  const { workspace } = useSession()
  const now = useNow(10_000)
  const text = new Date(now).toLocaleString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: workspace?.timeZone ?? 'UTC',
  })
  return <time dateTime={new Date(now).toISOString()}>{text.replace(' at ', ', ')}</time>
}
