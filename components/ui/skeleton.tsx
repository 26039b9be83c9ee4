import { cx } from './cx'
import { Td } from './table'

const widths = ['w-28', 'w-20', 'w-24', 'w-16', 'w-32', 'w-14'] as const

/** A grey bar where text will be; appears after 200 ms. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      data-loading
      className={cx('after-a-moment block h-2.5 rounded-[3px] bg-press', className ?? 'w-24')}
    />
  )
}

/** Rows in the shape of what will come, within a TableBody. `numeric` names the columns aligned right, from 0. */
export function SkeletonRows({
  rows = 8,
  columns,
  numeric = [],
}: {
  rows?: number
  columns: number
  numeric?: readonly number[]
}) {
  return Array.from({ length: rows }, (_, row) => (
    <tr key={row} aria-hidden>
      {Array.from({ length: columns }, (_, column) => (
        // A phone shows the first two columns of most tables, and never more than fit.
        <Td key={column} className={cx(column > 1 && 'max-sm:hidden')}>
          <Skeleton
            className={cx(
              'max-w-full',
              widths[(row * 2 + column) % widths.length],
              numeric.includes(column) && 'ml-auto w-12',
            )}
          />
        </Td>
      ))}
    </tr>
  ))
}

/** Lines in the shape of a list. */
export function SkeletonList({ rows = 6, className }: { rows?: number; className?: string }) {
  return (
    <div aria-hidden className={className}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-9.5 items-center gap-3 border-t border-line px-5 max-sm:px-4">
          <Skeleton className={widths[(row * 2 + 1) % widths.length] ?? ''} />
          <Skeleton className="ml-auto w-14" />
        </div>
      ))}
    </div>
  )
}
