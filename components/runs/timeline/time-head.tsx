'use client'

import { BREAK, type Axis, type Span } from './axis'
import { COLUMNS } from './look'

const percent = (share: number): string => `${share * 100}%`

/** Round times over the tracks, and where time is folded. */
export function TimeHead({ axis, waits, open }: { axis: Axis; waits: readonly Span[]; open: boolean }) {
  const end = axis.segments.at(-1)?.x1 ?? 1
  const folds = axis.segments.filter(({ kind }) => kind === 'fold')
  const covered = (x: number) => folds.some(({ x0, x1 }) => x > x0 - 0.06 && x < x1 - 1e-9)
  return (
    <div
      aria-hidden
      className={`${COLUMNS} sticky top-0 z-sticky h-6.5 border-b border-line bg-page text-12 text-fg-3`}
    >
      <span className="pl-4">Step</span>
      <div className="relative h-full">
        {axis.ticks
          .filter(({ x }) => !covered(x))
          .map(({ x, label }) => (
            <span
              key={x}
              className="absolute top-1.25 translate-x-1 whitespace-nowrap max-sm:first:inline max-sm:hidden"
              style={{ left: percent(x) }}
            >
              {label}
            </span>
          ))}
        {folds.map((fold) => {
          const person = waits.some(({ from, to }) => from < fold.to && to > fold.from)
          const wide = fold.x1 - fold.x0 > 0.2
          return (
            <span
              key={fold.from}
              className="absolute top-1.25 truncate max-sm:hidden"
              style={{ left: percent(fold.x0 + BREAK + 0.005), width: percent(fold.x1 - fold.x0 - BREAK) }}
            >
              {wide ? `${person ? 'waiting' : 'pause'}, not to scale` : 'not to scale'}
            </span>
          )
        })}
        {open && (
          <span className="absolute top-1.25 translate-x-1" style={{ left: percent(end) }}>
            now
          </span>
        )}
      </div>
      <span className="pr-3.5 text-right">Time</span>
      <span className="pr-3.5 text-right max-sm:hidden">Money</span>
    </div>
  )
}
