import type { ReactNode } from 'react'
import { Skeleton } from './skeleton'

const row = 'grid grid-cols-4 border-b border-line max-lg:grid-cols-2'
const cell =
  'grid min-w-0 content-start border-line px-5 pt-3 pb-3.5 lg:not-first:border-l max-lg:nth-[n+3]:border-t max-lg:even:border-l max-sm:px-4'

/** Four figures at the top of a page, parted by lines. */
export const FigureRow = ({ children }: { children: ReactNode }) => <div className={row}>{children}</div>

/** One figure: what it is, how much, beside it what it is measured by, below it what explains it. */
export function Figure(props: { label: string; value: ReactNode; beside?: ReactNode; detail: ReactNode }) {
  return (
    <div className={cell}>
      <span className="text-fg-2">{props.label}</span>
      <span className="flex flex-wrap items-baseline gap-x-1.5 text-20 font-strong tracking-[-0.012em] whitespace-nowrap">
        {props.value}
        {props.beside && (
          <small className="text-13 font-text tracking-normal text-fg-3">{props.beside}</small>
        )}
      </span>
      <span className="text-12 text-fg-3">{props.detail}</span>
    </div>
  )
}

/** The row before its figures are read. */
export function FigureRowSkeleton() {
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
