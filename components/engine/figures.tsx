'use client'

import { useState, type ReactNode } from 'react'
import { formatCoarse } from '@/components/ui/format-time'
import { counted } from '@/components/ui/counted'
import { Skeleton } from '@/components/ui/skeleton'
import { useNow } from '@/components/ui/use-now'
import type { Engine } from './engine-types'
import { formatBytes } from './sizes'

const row = 'grid grid-cols-4 border-b border-line max-lg:grid-cols-2'
const cell =
  'grid min-w-0 content-start border-line px-5 pt-3 pb-3.5 lg:not-first:border-l max-lg:nth-[n+3]:border-t max-lg:even:border-l max-sm:px-4'

const number = (value: number) => value.toLocaleString('en-US')

/** The four figures at the top: two of the installation's work, one of this workspace's, one of the database. */
export function FiguresRow({ engine }: { engine: Engine }) {
  const { workers, queue, minutes, database } = engine
  const now = useNow(1000)
  const live = workers.filter(({ lost }) => !lost)
  const inFlight = live.reduce((sum, worker) => sum + worker.inFlight, 0)
  const places = live.reduce((sum, worker) => sum + (worker.concurrency ?? 0), 0)
  const steps = live.reduce((sum, worker) => sum + worker.steps, 0)
  const sum = (of: 'started' | 'ended') => minutes.reduce((all, minute) => all + minute[of], 0)
  const rate = useRate(database)
  return (
    <div className={row}>
      <Figure
        label="In flight"
        value={number(inFlight)}
        beside={places > 0 ? `of ${number(places)}` : undefined}
        detail={`${counted(steps, 'step')} in the last minute, all workspaces`}
      />
      <Figure
        label="Queued"
        value={number(queue.enqueued)}
        beside={queue.oldestAt ? `oldest ${age(queue.oldestAt, now)}` : undefined}
        detail={`${number(queue.underWay)} under way, ${number(queue.delayed)} delayed, all workspaces`}
      />
      <Figure
        label="Runs started in an hour"
        value={number(sum('started'))}
        detail={`${number(sum('ended'))} ended at a worker, this workspace`}
      />
      <Figure
        label="Database connections"
        value={number(database.connections)}
        beside={`of ${number(database.most)}`}
        detail={`${formatBytes(Number(database.size))}${rate === undefined ? '' : `, ${number(rate)} transactions a second`}`}
      />
    </div>
  )
}

const age = (since: Date, now: number): string => formatCoarse(Math.max(0, now - since.getTime()))

/** Transactions a second between the last two readings. */
function useRate({ transactions, at }: Engine['database']): number | undefined {
  const [reading, setReading] = useState<{ at: Date; transactions: bigint; rate: number | undefined }>({
    at,
    transactions,
    rate: undefined,
  })
  if (at.getTime() !== reading.at.getTime()) {
    const seconds = (at.getTime() - reading.at.getTime()) / 1000
    const rate = Math.max(0, Math.round(Number(transactions - reading.transactions) / seconds))
    setReading({ at, transactions, rate })
    return rate
  }
  return reading.rate
}

function Figure(props: { label: string; value: ReactNode; beside?: string | undefined; detail: string }) {
  return (
    <div className={cell}>
      <span className="text-fg-2">{props.label}</span>
      <span className="flex items-baseline gap-1.5 text-20 font-strong tracking-[-0.012em] whitespace-nowrap">
        {props.value}
        {props.beside && (
          <small className="truncate text-13 font-text tracking-normal text-fg-3">{props.beside}</small>
        )}
      </span>
      <span className="text-12 text-fg-3">{props.detail}</span>
    </div>
  )
}

export function FiguresSkeleton() {
  return (
    <div className={row} aria-hidden>
      {Array.from({ length: 4 }, (_, index) => (
        <div key={index} className={`${cell} h-[89px] gap-2.5`}>
          <Skeleton className="w-24" />
          <Skeleton className="h-5 w-28" />
          <Skeleton className="w-40" />
        </div>
      ))}
    </div>
  )
}
