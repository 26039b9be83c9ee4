'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo, useRef } from 'react'
import { Page } from '@/components/shell/page'
import { codeOf, messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { IdText } from '@/components/ui/id-text'
import { Skeleton, SkeletonList } from '@/components/ui/skeleton'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { useNow } from '@/components/ui/use-now'
import { isOver } from '@/domain/run/history'
import { RunGraph } from './graph/run-graph'
import { QueuedBehind } from './queued-behind'
import { ReasonStrip } from './reason-strip'
import { Revealed } from './revealed'
import { RunActions } from './run-actions'
import { LineageLine } from './restart/lineage'
import { RunFactsLine } from './run-facts'
import { RunPanel } from './run-panel'
import { reasonOf } from './run-reason'
import { RunChip } from './run-chip'
import type { RunDetail } from './run-types'
import { standingOf } from './standing'
import { firstVisit } from './run-words'
import { PANEL_TABS, StepPanel } from './step/step-panel'
import { Timeline } from './timeline/timeline'
import { visitsOf } from './timeline/visits'

const RUNS = [{ label: 'Runs', href: '/runs' }]

/** One run: what it does or did, step by step, and why. */
export function RunScreen({ id }: { id: string }) {
  const trpc = useTRPC()
  const { data: run, error, refetch, isFetching } = useQuery(trpc.runs.get.queryOptions({ id }))
  if (run) return <Run run={run} />
  const missing = codeOf(error) === 'NOT_FOUND'
  return (
    <Page title={missing ? 'No such run' : 'Run'} crumbs={RUNS}>
      {missing ? (
        <EmptyState
          title="There is no such run"
          action={
            <Button asChild>
              <Link href="/runs">All runs</Link>
            </Button>
          }
        >
          No run of this workspace has the id <code className="font-mono text-12 break-all">{id}</code>. It
          may belong to another workspace.
        </EmptyState>
      ) : error ? (
        <ErrorState title="The run could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : (
        <div aria-hidden>
          <div className="flex h-9 items-center gap-5 border-b border-line px-4">
            <Skeleton className="w-44" />
            <Skeleton className="w-20" />
            <Skeleton className="w-20" />
          </div>
          <div className="h-60 border-b border-line bg-sunken" />
          <SkeletonList rows={9} />
        </div>
      )}
    </Page>
  )
}

/** The address of the whole run among its steps. */
const WHOLE = 'run'

const address = {
  /** `node.iteration`, or `run` for the whole. */
  step: parseAsString,
  tab: parseAsStringLiteral(PANEL_TABS).withDefault('step'),
}

function Run({ run }: { run: RunDetail }) {
  const trpc = useTRPC()
  const moving = useNow(1000)
  const still = useNow(10_000)
  // Only what runs needs the second; what waits is told in minutes.
  const now = Math.max(run.status === 'running' ? moving : still, run.updatedAt.getTime())
  const [{ step, tab }, set] = useQueryStates(address, { history: 'replace' })
  const panel = useRef<HTMLElement>(null)
  const visits = useMemo(() => visitsOf(run), [run])
  const key = step ?? firstVisit(run)
  const visit = visits.find((each) => each.key === key)
  const { data: states } = useQuery(
    trpc.runs.states.queryOptions({ id: run.id }, { enabled: tab === 'state' || visit !== undefined }),
  )
  const reason = reasonOf(run, now)

  const select = (next: string) => void set({ step: next })
  const show = () => {
    panel.current?.focus({ preventScroll: true })
    panel.current?.scrollIntoView({ block: 'start' })
  }
  const chose = (next: string) => {
    select(next)
    if (stacked()) panel.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }
  useHotkeys(
    [{ keys: 'Escape', label: 'The whole run', group: 'Run', run: () => select(WHOLE) }],
    visit !== undefined,
  )
  return (
    <Page
      title={run.title}
      crumbs={RUNS}
      live
      scroll={false}
      className="max-lg:overflow-auto"
      detail={
        <span className="flex items-center gap-2">
          <IdText id={run.id} label="run id" />
          <RunChip run={run} now={now} />
        </span>
      }
      actions={<RunActions run={run} />}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] lg:h-full lg:grid-cols-[minmax(0,1fr)_440px] lg:grid-rows-[minmax(0,1fr)]">
        <div className="flex min-h-0 min-w-0 flex-col">
          <RunFactsLine run={run} now={now} />
          <LineageLine run={run} />
          <Revealed run={run.id} hidden={run.hidden} className="mx-4 my-2 shrink-0" />
          {reason && (
            <ReasonStrip reason={reason} icon={standingOf(run, now).icon} onShow={chose}>
              {run.queue && <QueuedBehind team={run.team} queue={run.queue} now={now} />}
            </ReasonStrip>
          )}
          <RunGraph run={run} now={now} selected={visit?.node} onSelect={chose} />
          <Timeline
            run={run}
            now={isOver(run.status) ? (run.endedAt?.getTime() ?? now) : now}
            selected={visit?.key ?? null}
            onSelect={select}
            onOpen={show}
          />
        </div>
        <aside
          ref={panel}
          tabIndex={-1}
          aria-label="Details"
          className="grid min-h-0 min-w-0 border-line outline-none max-lg:border-t lg:border-l"
        >
          {visit ? (
            <StepPanel
              key={visit.key}
              {...{ run, visit, states, now, tab }}
              onTab={(next) => void set({ tab: next })}
            />
          ) : (
            <RunPanel {...{ run, states, tab, now }} onTab={(next) => void set({ tab: next })} />
          )}
        </aside>
      </div>
    </Page>
  )
}

const stacked = (): boolean => !window.matchMedia('(min-width: 1200px)').matches
