'use client'

import { ArrowUp, CircleSlash, RotateCcw } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { Button } from '@/components/ui/button'
import { figure } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { isOver } from '@/domain/run/history'
import { RestartMany } from '../restart/restart-many'
import { CancelMany } from './cancel-many'
import { RunFilters } from './run-filters'
import { RunList } from './run-list'
import { StatusFilter } from './status-filter'
import { useRunFilter, type RunFilterState } from './use-run-filter'
import { useRuns } from './use-runs'

/** Every run, the newest first: what moves, what waits for whom, what it cost. */
export function RunsScreen() {
  const { workspace } = useSession()
  const filter = useRunFilter(workspace?.timeZone ?? 'UTC')
  const mayStart = useMay('run.start')
  const mayCancel = useMay('run.cancel')
  const { rows, newer, counts, head, hold, more, readOn } = useRuns(filter.filter)
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<'cancel' | 'restart' | null>(null)
  const marked = rows.filter(({ id }) => marks.has(id))
  const underWay = mayCancel ? marked.filter(({ status }) => !isOver(status)) : []
  const stopped = mayStart ? marked.filter(({ status }) => status === 'failed' || status === 'cancelled') : []

  const mark = (ids: readonly string[], on: boolean) => {
    const next = new Set(marks)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    setMarks(next)
    if (next.size > 0) hold(true)
  }
  const empty = head.data && rows.length === 0 && !head.isPlaceholderData
  return (
    <Page title="Runs" live scroll={false}>
      <div className="flex h-full flex-col">
        <StatusFilter
          counts={counts}
          chosen={filter.state.status}
          onChoose={(status) => void filter.set({ status: status.length ? status : null })}
        />
        <RunFilters
          filter={filter}
          end={
            <>
              {newer > 0 && (
                <Button size="sm" icon={ArrowUp} onClick={() => hold(false)}>
                  {newer >= 100 ? '100 or more new' : `${newer} new`}
                </Button>
              )}
              {marked.length > 0 ? (
                <>
                  <Button size="sm" variant="ghost" onClick={() => setMarks(new Set())}>
                    Unmark
                  </Button>
                  {stopped.length > 0 && (
                    <Button size="sm" icon={RotateCcw} onClick={() => setAsking('restart')}>
                      {`Take up ${figure(stopped.length)}…`}
                    </Button>
                  )}
                  {underWay.length > 0 && (
                    <Button size="sm" icon={CircleSlash} onClick={() => setAsking('cancel')}>
                      {`Cancel ${figure(underWay.length)}…`}
                    </Button>
                  )}
                </>
              ) : (
                <span className="text-fg-3 max-sm:hidden" role="status">
                  {head.data
                    ? `${rows.length.toLocaleString('en-US')}${more ? '+' : ''} ${rows.length === 1 ? 'run' : 'runs'}`
                    : ''}
                </span>
              )}
            </>
          }
        />
        {head.error && !head.data ? (
          <ErrorState
            title="The runs could not be read"
            onRetry={() => head.refetch()}
            retrying={head.isFetching}
          >
            {messageOf(head.error)}
          </ErrorState>
        ) : empty ? (
          <Nothing filter={filter} mayStart={mayStart} />
        ) : (
          <RunList
            runs={rows}
            loading={!head.data}
            marked={mayCancel || mayStart ? marks : null}
            onMark={mark}
            onEnd={readOn}
            onReading={(reading) => hold(reading || marks.size > 0)}
          />
        )}
      </div>
      <CancelMany
        runs={underWay}
        open={asking === 'cancel'}
        onOpenChange={(open) => setAsking(open ? 'cancel' : null)}
        onDone={() => setMarks(new Set())}
      />
      {asking === 'restart' && (
        <RestartMany
          runs={stopped}
          open
          onOpenChange={(open) => setAsking(open ? 'restart' : null)}
          onDone={() => setMarks(new Set())}
        />
      )}
    </Page>
  )
}

function Nothing({ filter, mayStart }: { filter: RunFilterState; mayStart: boolean }) {
  if (filter.filtered)
    return (
      <EmptyState
        title="No run fits"
        action={<Button onClick={() => void filter.set(null)}>Clear all filters</Button>}
      >
        Take a filter away, or look further back in time.
      </EmptyState>
    )
  return (
    <EmptyState
      title="Nothing has run yet"
      action={
        <Button asChild>
          <Link href="/teams">{mayStart ? 'Open a team and run it' : 'See the teams'}</Link>
        </Button>
      }
    >
      Runs appear here from their start, with what they cost and whom they wait for.
    </EmptyState>
  )
}
