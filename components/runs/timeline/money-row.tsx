'use client'

import { counted } from '@/components/ui/counted'
import { Money } from '@/components/ui/money'
import { formatMoney } from '@/domain/budget/money'
import { isOver } from '@/domain/run/history'
import type { RunDetail } from '../run-types'
import type { Axis } from './axis'
import { extraCost } from './extra-cost'
import { COLUMNS } from './look'
import { moneyLine } from './money-line'
import { TrackLines } from './track'

/** What the run had cost by when, on the same axis; and its share of the run's budget. */
export function MoneyRow({ run, axis, now }: { run: RunDetail; axis: Axis; now: number }) {
  const until = run.endedAt?.getTime() ?? now
  const { path, total } = moneyLine(run.calls, axis, until)
  const cap = run.capMicros
  const extra = extraCost(run)
  const share =
    cap === null || cap === 0n
      ? ''
      : `${Math.round((Number(run.spentMicros) / Number(cap)) * 100)} % of the run’s ${formatMoney(cap)}`
  return (
    <div className={`${COLUMNS} mt-1 h-19 border-t border-line max-sm:h-14`}>
      <span className="grid min-w-0 content-center pl-4 leading-4">
        <span className="truncate">Money so far</span>
        {extra && (
          <span className="truncate text-12 text-fg-3" title={`Of it ${extra}`}>
            of it {extra}
          </span>
        )}
      </span>
      <div className="relative h-full border-l border-line">
        <TrackLines axis={axis} open={!isOver(run.status)} />
        {path && (
          <svg
            viewBox="0 0 1 1"
            preserveAspectRatio="none"
            className="absolute inset-x-0 top-3 h-[calc(100%-24px)] w-full overflow-visible"
            role="img"
            aria-label={`Spent ${formatMoney(total)} in ${counted(run.calls.length, 'call')}`}
          >
            <path
              d={path}
              className="fill-none stroke-fg-2"
              strokeWidth={1.5}
              vectorEffect="non-scaling-stroke"
            />
          </svg>
        )}
        {!path && (
          <span className="absolute top-1/2 left-2 -translate-y-1/2 text-12 text-fg-3">
            {isOver(run.status) ? 'No model was paid' : 'Nothing spent yet'}
          </span>
        )}
        {share && (
          <span className="absolute right-2 bottom-3.5 bg-page px-1 text-12 text-fg-3 max-sm:hidden">
            {share}
          </span>
        )}
      </div>
      <span className="max-sm:pr-3.5 max-sm:text-right max-sm:text-12">
        <Money micros={run.spentMicros} className="font-label sm:hidden" />
      </span>
      <span className="pr-3.5 text-right text-12 font-label max-sm:hidden">
        <Money micros={run.spentMicros} />
      </span>
    </div>
  )
}
