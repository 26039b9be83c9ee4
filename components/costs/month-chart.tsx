'use client'

import { cx } from '@/components/ui/cx'
import { formatDollars } from '@/components/ui/money'
import { ChartFrame, HeardTable } from './chart-frame'
import type { Forecast } from './forecast'
import { dayOf, daysIn, shortDay } from './month'
import { addedUp, axisMoney, scaleOf } from './series'

/** The month added up day by day, on to its likely end, under the limit. */
export function MonthChart({
  month,
  today,
  totals,
  coming,
  limit,
}: {
  month: string
  /** The last day that has begun. */
  today: number
  totals: ReadonlyMap<string, number>
  coming: Forecast | undefined
  limit: { micros: number; hard: boolean } | undefined
}) {
  const days = daysIn(month)
  const soFar = addedUp(month, today, totals)
  const spent = soFar.at(-1) ?? 0
  const highest = Math.max(spent, coming?.high ?? 0)
  // A limit far above would flatten the line: then it is said, not drawn.
  const drawn = limit && limit.micros <= highest * 4 ? limit : undefined
  const marks = scaleOf(Math.max(highest, drawn?.micros ?? 0))
  const label =
    `The month so far: ${formatDollars(spent)}.` +
    (coming
      ? ` Expected by its end: ${formatDollars(coming.mid)}, ${formatDollars(coming.low)} to ${formatDollars(coming.high)}.`
      : '')
  return (
    <>
      <ChartFrame label={label} marks={marks}>
        {({ left, right, bottom, y }) => {
          const x = (day: number) => left + ((right - left) / days) * day
          const path = (points: readonly (readonly [number, number])[]) =>
            points.map(([px, py], index) => `${index ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`).join('')
          const start = [x(today), y(spent)] as const
          const points = coming?.coming.map((each) => ({ ...each, x: x(each.day) })) ?? []
          const tick = (day: number) => Math.abs(day - today) > 3
          return (
            <>
              {coming && (
                <>
                  <path
                    className="fill-accent-bg stroke-accent-line"
                    d={`${path([
                      start,
                      ...points.map(({ x: at, high }) => [at, y(high)] as const),
                      ...points.toReversed().map(({ x: at, low }) => [at, y(low)] as const),
                    ])}Z`}
                  />
                  <path
                    className="fill-transparent stroke-accent-fg"
                    strokeWidth={1.5}
                    strokeDasharray="3 3"
                    d={path([start, ...points.map(({ x: at, mid }) => [at, y(mid)] as const)])}
                  />
                </>
              )}
              <path
                className="fill-transparent stroke-accent-fg"
                strokeWidth={2}
                d={path([[left, bottom], ...soFar.map((each, index) => [x(index + 1), y(each)] as const)])}
              />
              <circle cx={start[0]} cy={start[1]} r={3.5} className="fill-accent-fg" />
              <text
                x={start[0] + (today < 5 ? 8 : -8)}
                y={start[1] - 8}
                textAnchor={today < 5 ? 'start' : 'end'}
                className="fill-fg font-label"
              >
                {formatDollars(spent)}
              </text>
              {drawn && (
                <>
                  <line
                    x1={left}
                    x2={right}
                    y1={y(drawn.micros)}
                    y2={y(drawn.micros)}
                    className="stroke-fg-2"
                    strokeWidth={1.5}
                  />
                  <text x={left + 4} y={y(drawn.micros) + 16} className="fill-fg-2">
                    {`limit ${axisMoney(drawn.micros)}, ${drawn.hard ? 'hard' : 'soft'}`}
                  </text>
                </>
              )}
              {tick(1) && (
                <text x={x(1)} y={bottom + 18} textAnchor="middle" className="fill-fg-3">
                  {shortDay(dayOf(month, 1))}
                </text>
              )}
              {[10, 20, days]
                .filter((day) => tick(day))
                .map((day) => (
                  <text
                    key={day}
                    x={x(day)}
                    y={bottom + 18}
                    textAnchor={day === days ? 'end' : 'middle'}
                    className="fill-fg-3"
                  >
                    {day}
                  </text>
                ))}
              <text
                x={x(today)}
                y={bottom + 18}
                textAnchor={today === days ? 'end' : 'middle'}
                className={cx(coming || today < days ? 'fill-fg font-label' : 'fill-fg-3')}
              >
                {today < days ? 'today' : today}
              </text>
            </>
          )
        }}
      </ChartFrame>
      <HeardTable
        caption="The month so far, and its likely end"
        head={['Day', 'Spent by its end', 'Likely range']}
        rows={[
          ...soFar.map((each, index) => [shortDay(dayOf(month, index + 1)), formatDollars(each), '']),
          ...(coming?.coming ?? [])
            .filter(({ day }) => day > today)
            .map(({ day, mid, low, high }) => [
              shortDay(dayOf(month, day)),
              `expected ${formatDollars(mid)}`,
              `${formatDollars(low)} to ${formatDollars(high)}`,
            ]),
        ]}
      />
    </>
  )
}
