'use client'

import { useQuery } from '@tanstack/react-query'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { FigureRowSkeleton } from '@/components/ui/figure-row'
import { SectionHead } from '@/components/ui/section'
import { FiguresRow } from './figures'
import { HousekeepingList } from './housekeeping-list'
import { ThroughputChart } from './throughput-chart'
import { WaitList } from './wait-list'
import { WorkerTable } from './worker-table'

const EVERY_MS = 3000

/** Who carries the work, what is queued, what runs wait for, how much gets done. */
export function WorkersScreen() {
  const trpc = useTRPC()
  const { data, error, refetch, isFetching } = useQuery(
    trpc.engine.get.queryOptions(undefined, { refetchInterval: EVERY_MS }),
  )
  const live = data?.workers.filter(({ lost }) => !lost).length
  return (
    <Page title="Workers" detail={live !== undefined && `${live} running`} live>
      {error && !data ? (
        <ErrorState title="The workers could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : (
        <>
          {error && (
            <ErrorState title="What is shown is old" onRetry={refetch} retrying={isFetching}>
              {messageOf(error)}
            </ErrorState>
          )}
          {data ? <FiguresRow engine={data} /> : <FigureRowSkeleton />}
          <section aria-label="Workers" className="border-b border-line">
            <SectionHead
              title="Workers"
              detail={data && `of the whole installation, lease ${data.leaseSeconds} s`}
            />
            {live === 0 && (
              <EmptyState className="mt-1" title="No worker is running">
                Start one with <code className="font-mono text-12">npm run worker</code>, on this machine or
                on any other with the same <code className="font-mono text-12">DATABASE_URL</code> and{' '}
                <code className="font-mono text-12">BATON_SECRET_KEY</code>. What is queued waits until then.
              </EmptyState>
            )}
            {data?.workers.length !== 0 && <WorkerTable workers={data?.workers} />}
          </section>
          <div className="grid lg:grid-cols-[minmax(0,1fr)_424px]">
            <ThroughputChart minutes={data?.minutes} />
            <div className="min-w-0 border-line lg:border-l max-lg:border-t">
              <WaitList waits={data?.waits} />
              <HousekeepingList engine={data} />
            </div>
          </div>
        </>
      )}
    </Page>
  )
}
