import type { ReactNode } from 'react'
import { cx } from './cx'

/** In a cell: what the row is about, and in small below it whatever else is to be said, line by line. */
export function TwoLines({
  below = [],
  phone = [],
  className,
  children,
}: {
  below?: readonly ReactNode[]
  /** What columns say that a phone has no room for. */
  phone?: readonly ReactNode[]
  className?: string
  children: ReactNode
}) {
  return (
    <span className={cx('block py-1.5', className)}>
      <span className="block font-label">{children}</span>
      {below.filter(Boolean).map((line, index) => (
        <Line key={index}>{line}</Line>
      ))}
      {phone.filter(Boolean).map((line, index) => (
        <Line key={index} className="sm:hidden">
          {line}
        </Line>
      ))}
    </span>
  )
}

const Line = ({ className, children }: { className?: string; children: ReactNode }) => (
  <span className={cx('block text-12 text-fg-3', className)}>{children}</span>
)
