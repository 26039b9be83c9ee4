import type { ReactNode } from 'react'
import { cx } from './cx'

/** A quiet word in a box: a category, a mode. Never a status. */
export function Tag({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={cx(
        'inline-flex h-4.5 items-center gap-1 rounded-4 border border-line px-1.25 text-12 font-text whitespace-nowrap text-fg-2',
        className,
      )}
    >
      {children}
    </span>
  )
}
