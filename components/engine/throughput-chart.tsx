'use client'

import { ChartFrame, HeardTable } from '@/components/costs/chart-frame'
import { counted } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section'
import { Skeleton } from '@/components/ui/skeleton'
import type { Minute } from './engine-types'
import { wholeScale } from './sizes'

const HEIGHT = 200
const EVERY = 15

const clock = (at: Date) => at.toISOString().slice(11, 16)

/** Steps a minute over the last hour; the minute that runs now is outlined, since more may come. */
export function ThroughputChart({ minutes }: { minutes: Minute[] | undefined }) {
  const total = minutes?.reduce((sum, { steps }) => sum + steps, 0)
  const most = Math.max(0, ...(minutes ?? []).map(({ steps }) => steps))
  return (
    <section aria-label="Throughput" className="min-w-0">
      <SectionHead
        title="Steps a minute"
        detail={
          total !== undefined &&
          `${counted(total, 'step')} of this workspace in an hour, ${most.toLocaleString('en-US')} in the fullest minute`
        }
      />
      {total === 0 && (
        <EmptyState className="mt-1" title="No step in the last hour">
          Each step that a worker commits for this workspace is counted here, by the minute.
        </EmptyState>
      )}
      {total === 0 ? null : minutes ? (
        <>
          <ChartFrame
            label={`Steps a minute over the last hour, at most ${most}.`}
            marks={wholeScale(most)}
            height={HEIGHT}
            mark={(amount) => amount.toLocaleString('en-US')}
          >
            {({ left, right, bottom, y }) => {
              const step = (right - left) / minutes.length
              return minutes.map(({ at, steps, started, ended }, index) => {
                const x = left + step * index + step * 0.16
                const last = index === minutes.length - 1
                const shape = { x, width: Math.max(1, step * 0.68), y: y(steps), height: bottom - y(steps) }
                return (
                  <g key={at.getTime()}>
                    <title>{`${clock(at)} UTC: ${counted(steps, 'step')}, ${started} started, ${ended} ended`}</title>
                    <rect
                      {...shape}
                      className={last ? 'fill-transparent stroke-series-2' : 'fill-series-2'}
                      strokeDasharray={last ? '3 2' : undefined}
                    />
                    {(index % EVERY === 0 || last) && (
                      <text
                        x={last ? right : x}
                        y={bottom + 18}
                        textAnchor={last ? 'end' : 'start'}
                        className={last ? 'fill-fg font-label' : 'fill-fg-3'}
                      >
                        {last ? 'now' : clock(at)}
                      </text>
                    )}
                  </g>
                )
              })
            }}
          </ChartFrame>
          <HeardTable
            caption="Throughput by the minute"
            head={['Minute, UTC', 'Steps', 'Runs started', 'Runs ended']}
            rows={minutes
              .filter(({ steps, started, ended }) => steps + started + ended > 0)
              .map(({ at, steps, started, ended }) => [clock(at), `${steps}`, `${started}`, `${ended}`])}
          />
        </>
      ) : (
        <div className="h-[200px] px-5 pb-5 max-sm:px-4">
          <Skeleton className="h-full w-full" />
        </div>
      )}
    </section>
  )
}
