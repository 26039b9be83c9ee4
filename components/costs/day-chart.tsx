'use client'

import { cx } from '@/components/ui/cx'
import { formatDollars } from '@/components/ui/money'
import { ChartFrame, HeardTable } from './chart-frame'
import { dayOf, shortDay } from './month'
import { scaleOf, type Stack } from './series'

const FILLS = ['fill-series-1', 'fill-series-2', 'fill-series-3', 'fill-series-4', 'fill-series-5'] as const

const sumOf = (row: readonly number[] | undefined): number => (row ?? []).reduce((sum, part) => sum + part, 0)

/** A bar for each day, biggest group on top; today's outline is what it heads for. */
export function DayChart({
  month,
  days,
  today,
  heading,
  stack,
}: {
  month: string
  /** How many days are drawn. */
  days: number
  today: number | undefined
  /** What today comes to, in micro-dollars. */
  heading: number | undefined
  stack: Stack
}) {
  const all = Array.from({ length: days }, (_, index) => index + 1)
  const rowOf = (day: number) => stack.days.get(dayOf(month, day))
  const marks = scaleOf(Math.max(heading ?? 0, ...all.map((day) => sumOf(rowOf(day)))))
  const dearest = all.toSorted((a, b) => sumOf(rowOf(b)) - sumOf(rowOf(a)))[0] ?? 1
  const label = `Spend a day. The dearest day is ${shortDay(dayOf(month, dearest))} with ${formatDollars(sumOf(rowOf(dearest)))}.`
  return (
    <>
      <ChartFrame label={label} marks={marks}>
        {({ left, right, bottom, y }) => {
          const step = (right - left) / days
          const bar = Math.max(3, Math.min(18, step * 0.68))
          const every = step < 16 ? 10 : 5
          return all.map((day) => {
            const x = left + step * (day - 0.5) - bar / 2
            const row = rowOf(day)
            let base = 0
            const parts = stack.series.map((_, index) => index).reverse()
            const named =
              day === 1 || day === today || (day % every === 0 && Math.abs(day - (today ?? -9)) > 2)
            return (
              <g key={day}>
                <title>{`${shortDay(dayOf(month, day))}: ${formatDollars(sumOf(row))}`}</title>
                {parts.map((index) => {
                  const part = row?.[index] ?? 0
                  if (part <= 0) return null
                  const from = y(base)
                  base += part
                  const height = Math.max(0.5, from - y(base) - 0.75)
                  return (
                    <rect
                      key={index}
                      x={x}
                      width={bar}
                      y={from - height}
                      height={height}
                      className={FILLS[Math.min(index, 4)] ?? 'fill-series-5'}
                    />
                  )
                })}
                {day === today && heading !== undefined && heading > base && (
                  <rect
                    x={x}
                    width={bar}
                    y={y(heading)}
                    height={y(base) - y(heading)}
                    strokeDasharray="3 2"
                    className="fill-transparent stroke-line-control"
                  />
                )}
                {named && (
                  <text
                    x={day === today && day === days ? right : x + bar / 2}
                    y={bottom + 18}
                    textAnchor={day === today && day === days ? 'end' : 'middle'}
                    className={cx(day === today ? 'fill-fg font-label' : 'fill-fg-3')}
                  >
                    {day === today ? 'today' : day === 1 ? shortDay(dayOf(month, 1)) : day}
                  </text>
                )}
              </g>
            )
          })
        }}
      </ChartFrame>
      <HeardTable
        caption="Spend a day"
        head={['Day', ...stack.series.map(({ label: name }) => name), 'All']}
        rows={all.map((day) => {
          const row = rowOf(day)
          return [
            shortDay(dayOf(month, day)),
            ...stack.series.map((_, index) => formatDollars(row?.[index] ?? 0)),
            formatDollars(sumOf(row)),
          ]
        })}
      />
    </>
  )
}
