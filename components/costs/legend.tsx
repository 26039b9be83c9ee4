'use client'

import { counted } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import { formatDollars } from '@/components/ui/money'
import { formatShare } from '@/components/ui/format-share'
import { SectionHead } from '@/components/ui/section'
import type { Grouping, Series } from './cost-types'

const FILLS = ['bg-series-1', 'bg-series-2', 'bg-series-3', 'bg-series-4', 'bg-series-5'] as const
const cell = 'h-8 border-t border-line'

/** What the colours stand for, and who took how much. */
export function Legend({ by, series, total }: { by: Grouping; series: readonly Series[]; total: bigint }) {
  const title = by.charAt(0).toUpperCase() + by.slice(1)
  return (
    <div className="min-w-0 border-line lg:border-l max-lg:border-t">
      <SectionHead
        className="pr-5 pl-4"
        title={title}
        end={<span className="text-fg-3">Spent, share</span>}
      />
      <table className="w-full border-collapse">
        <thead className="sr-only">
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">Spent</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {series.map(({ key, label, micros, calls }, index) => (
            <tr key={key} title={`${label}: ${counted(calls, 'call')}`}>
              <th
                scope="row"
                className={cx(cell, 'w-full max-w-0 truncate pl-4 text-left font-text text-fg')}
              >
                <span
                  aria-hidden
                  className={cx('mr-2.5 inline-block size-2.5 rounded-[2px]', FILLS[Math.min(index, 4)])}
                />
                {label}
              </th>
              <td className={cx(cell, 'pl-2.5 text-right whitespace-nowrap')}>{formatDollars(micros)}</td>
              <td className={cx(cell, 'min-w-16 pr-5 pl-4 text-right whitespace-nowrap text-fg-3')}>
                {formatShare(Number(micros), Number(total))}
              </td>
            </tr>
          ))}
          <tr className="font-label">
            <th scope="row" className={cx(cell, 'pl-9 text-left font-label')}>
              All
            </th>
            <td className={cx(cell, 'text-right')}>{formatDollars(total)}</td>
            <td className={cell} />
          </tr>
        </tbody>
      </table>
    </div>
  )
}
