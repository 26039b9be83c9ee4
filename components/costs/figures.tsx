'use client'

import type { ReactNode } from 'react'
import { counted } from '@/components/ui/counted'
import { formatShare } from '@/components/ui/format-share'
import { formatDollars } from '@/components/ui/money'
import { Skeleton } from '@/components/ui/skeleton'
import { formatMoney } from '@/domain/budget/money'
import type { ListedBudget, Summary } from './cost-types'
import type { Forecast } from './forecast'
import { dayOf, daysIn, monthName, shortDay } from './month'

const row = 'grid grid-cols-4 border-b border-line max-lg:grid-cols-2 max-sm:grid-cols-1'
const cell =
  'grid min-w-0 content-start border-line px-5 pt-3 pb-3.5 lg:not-first:border-l max-lg:not-first:border-t sm:max-lg:nth-2:border-t-0 sm:max-lg:even:border-l max-sm:px-4'

const perRun = ({ totalMicros, runs }: Summary): bigint | undefined =>
  runs > 0 ? totalMicros / BigInt(runs) : undefined

/** The four figures of a month. */
export function Figures({
  month,
  summary,
  before,
  current,
  expected,
  budget,
}: {
  month: string
  summary: Summary
  before: Summary | undefined
  /** Whether it is the month that runs now. */
  current: boolean
  expected: Forecast | undefined
  /** The workspace's for the month. */
  budget: ListedBudget | undefined
}) {
  const name = monthName(month, false)
  const mean = perRun(summary)
  return (
    <div className={row}>
      <Figure
        label={`Spent in ${name}`}
        value={formatDollars(summary.totalMicros)}
        beside={current && budget ? `of ${formatDollars(budget.capMicros)}` : undefined}
        detail={
          current
            ? `${formatDollars(summary.reservedMicros)} more is reserved${budget ? '' : ', no limit is set for the month'}`
            : `${counted(summary.calls, 'call')} in ${counted(summary.runs, 'run')}`
        }
      />
      {current ? (
        <Figure
          label={`Expected by ${shortDay(dayOf(month, daysIn(month)))}`}
          value={expected ? formatDollars(expected.mid) : '–'}
          detail={expected ? rangeInWords(expected) : 'It takes one whole day to go by'}
        />
      ) : (
        <Figure
          label="A day"
          value={formatDollars(summary.totalMicros / BigInt(daysIn(month)))}
          detail="on average over the whole month"
        />
      )}
      <Figure
        label="A run"
        value={mean === undefined ? '–' : formatMoney(mean)}
        detail={mean === undefined ? 'No run called a model' : compared(mean, summary, before, month)}
      />
      <Figure
        label="Fallback and retries"
        value={formatDollars(summary.extraMicros)}
        beside={
          summary.totalMicros > 0n
            ? formatShare(Number(summary.extraMicros), Number(summary.totalMicros))
            : undefined
        }
        detail={extraInWords(summary)}
      />
    </div>
  )
}

const rangeInWords = ({ low, high, days }: Forecast): string =>
  days < 2
    ? 'Goes by one whole day: too few to tell a range'
    : `${formatDollars(low)} to ${formatDollars(high)}, 8 in 10 fall inside`

function compared(mean: bigint, { runs }: Summary, before: Summary | undefined, month: string): string {
  const of = counted(runs, 'run')
  const then = before && perRun(before)
  if (!before || !then) return `on average over ${of}`
  const change = Math.round((Number(mean) / Number(then) - 1) * 100)
  const said = change === 0 ? 'the same' : `${Math.abs(change)} % ${change < 0 ? 'less' : 'more'}`
  return `${formatMoney(then)} in ${monthName(before.from.slice(0, 7), before.from.slice(0, 4) !== month.slice(0, 4))}, ${said} over ${of}`
}

function extraInWords({ extraMicros, repairMicros, fallbackMicros }: Summary): string {
  if (extraMicros === 0n) return 'No answer had to be asked for twice'
  const other = extraMicros - repairMicros - fallbackMicros
  return [
    `${formatDollars(repairMicros)} repairs`,
    `${formatDollars(fallbackMicros)} other models`,
    ...(other > 0n ? [`${formatDollars(other)} retries and tests`] : []),
  ].join(', ')
}

function Figure(props: { label: string; value: ReactNode; beside?: string | undefined; detail: string }) {
  return (
    <div className={cell}>
      <span className="text-fg-2">{props.label}</span>
      <span className="flex items-baseline gap-1.5 text-20 font-strong tracking-[-0.012em] whitespace-nowrap">
        {props.value}
        {props.beside && (
          <small className="text-13 font-text tracking-normal text-fg-3">{props.beside}</small>
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
