'use client'

import { Figure, FigureRow } from '@/components/ui/figure-row'
import { counted } from '@/components/ui/counted'
import { formatShare } from '@/components/ui/format-share'
import { formatDollars } from '@/components/ui/money'
import { formatMoney } from '@/domain/budget/money'
import type { ListedBudget, Summary } from './cost-types'
import type { Forecast } from './forecast'
import { dayOf, daysIn, monthName, shortDay } from './month'

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
    <FigureRow>
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
    </FigureRow>
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

/** What each way of asking once more took; summaries are what is left. */
function extraInWords(summary: Summary): string {
  const { extraMicros, repairMicros, fallbackMicros, retryMicros, testMicros } = summary
  if (extraMicros === 0n) return 'No answer had to be asked for twice'
  const parts = [
    [repairMicros, 'repairs'],
    [fallbackMicros, 'other models'],
    [retryMicros, 'retries'],
    [extraMicros - repairMicros - fallbackMicros - retryMicros - testMicros, 'summaries'],
    [testMicros, 'tests'],
  ] as const
  return parts
    .filter(([micros]) => micros > 0n)
    .map(([micros, word]) => `${formatDollars(micros)} ${word}`)
    .join(', ')
}
