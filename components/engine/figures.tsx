'use client'

import { useState } from 'react'
import { formatCoarse } from '@/components/ui/format-time'
import { Figure, FigureRow } from '@/components/ui/figure-row'
import { counted } from '@/components/ui/counted'
import { useNow } from '@/components/ui/use-now'
import type { Engine } from './engine-types'
import { formatBytes } from './sizes'

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
    <FigureRow>
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
    </FigureRow>
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
