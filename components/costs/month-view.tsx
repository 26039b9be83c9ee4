'use client'

import { FlaskConical } from 'lucide-react'
import { EmptyState } from '@/components/ui/empty-state'
import { formatDollars } from '@/components/ui/money'
import { SectionHead } from '@/components/ui/section'
import { Skeleton } from '@/components/ui/skeleton'
import type { Grouping, ListedBudget, Summary } from './cost-types'
import { DayChart } from './day-chart'
import { FigureRowSkeleton } from '@/components/ui/figure-row'
import { Figures } from './figures'
import { forecast, type Forecast } from './forecast'
import { Legend } from './legend'
import { MonthChart } from './month-chart'
import { dayOf, daysIn, monthName } from './month'
import { stackOf, totalsByDay } from './series'

const row = 'grid border-b border-line lg:grid-cols-[minmax(0,1fr)_388px_268px]'

/** A month in four figures and two pictures. */
export function MonthView({
  month,
  by,
  today,
  summary,
  before,
  budget,
  nameOf,
}: {
  month: string
  by: Grouping
  /** Day of the month, when it is the one that runs now. */
  today: number | undefined
  summary: Summary | undefined
  before: Summary | undefined
  budget: ListedBudget | undefined
  nameOf: (key: string) => string
}) {
  if (!summary)
    return (
      <>
        <FigureRowSkeleton />
        <div className={row} aria-hidden>
          <div className="h-[336px] p-5">
            <Skeleton className="h-full w-full" />
          </div>
        </div>
      </>
    )
  const totals = totalsByDay(before, summary)
  const expected = today === undefined ? undefined : forecast(month, today, totals)
  const begun = today ?? daysIn(month)
  const heading = expected?.coming[0] && headsFor(expected, totals, month, begun)
  const stack = stackOf(summary, nameOf)
  const current = today !== undefined
  return (
    <>
      {summary.calls > 0 && summary.sandboxCalls === summary.calls && <PracticePrices />}
      <Figures {...{ month, summary, before, current, expected, budget }} />
      {summary.calls === 0 ? (
        <div className="border-b border-line">
          <EmptyState
            title={
              current
                ? `Nothing is spent in ${monthName(month, false)} yet`
                : `Nothing was spent in ${monthName(month)}`
            }
          >
            {current
              ? 'With the first call of a model the spend of each day appears here, by agent, team, model and outcome, and what the month comes to.'
              : 'No model was called in this month, so there is nothing to draw.'}
          </EmptyState>
        </div>
      ) : (
        <div className={row}>
          <div className="min-w-0">
            <SectionHead
              title={`Spend a day, by ${by}`}
              detail={
                heading === undefined
                  ? undefined
                  : `today heads for ${formatDollars(BigInt(Math.round(heading)))}`
              }
            />
            <DayChart month={month} days={begun} today={today} heading={heading} stack={stack} />
          </div>
          <div className="min-w-0 border-line lg:border-l max-lg:border-t">
            <SectionHead
              title={current ? 'The month so far' : 'The month added up'}
              detail={expected && expected.days > 1 ? 'with the likely range, 8 in 10' : undefined}
            />
            <MonthChart
              month={month}
              today={begun}
              totals={totals}
              coming={expected}
              limit={current && budget ? { micros: Number(budget.capMicros), hard: budget.hard } : undefined}
            />
          </div>
          <Legend by={by} series={stack.series} total={summary.totalMicros} />
          {expected && (
            <p className="border-t border-line px-5 py-2 text-12 text-fg-3 lg:col-span-3 max-sm:px-4">
              {methodInWords(expected)}
            </p>
          )}
        </div>
      )}
    </>
  )
}

/** What today comes to: what it took, or a whole day's mean if that is more. */
function headsFor(expected: Forecast, totals: ReadonlyMap<string, number>, month: string, today: number) {
  const mid = expected.coming[0]?.mid ?? 0
  let yesterday = 0
  for (let day = 1; day < today; day++) yesterday += totals.get(dayOf(month, day)) ?? 0
  return mid - yesterday
}

function methodInWords({ days, weekends }: Forecast): string {
  const mean = weekends ? 'working days and weekends apart' : 'all days alike'
  const range =
    days > 1 ? ' The range is as wide as days have varied; eight months in ten should end in it.' : ''
  return `The forecast lets each day to come cost what a day did on average over the last ${days === 1 ? 'whole day' : `${days} whole days`}, ${mean}.${range}`
}

function PracticePrices() {
  return (
    <p className="flex items-start gap-2 border-b border-line bg-sunken px-5 py-2 text-fg-2 max-sm:px-4">
      <FlaskConical className="mt-0.5 size-4 shrink-0 text-fg-3" aria-hidden />
      <span>
        <b className="font-label text-fg">Sandbox, no AI: practice prices.</b> Every call of this month was
        answered by rule. Nobody bills these amounts; they are counted as if.
      </span>
    </p>
  )
}
