import type { ReactNode } from 'react'
import { cx } from './cx'

/** What will appear here, and the one next step. */
export function EmptyState({
  title,
  children,
  action,
  className,
}: {
  title: string
  children?: ReactNode
  /** One Button or link. */
  action?: ReactNode
  className?: string
}) {
  return (
    <div
      className={cx(
        'm-5 grid h-fit content-start justify-items-start gap-2 rounded-8 border border-dashed border-line-strong px-5 py-5.5',
        className,
      )}
    >
      <b className="font-label">{title}</b>
      {children && <div className="max-w-[44em] text-fg-2">{children}</div>}
      {action}
    </div>
  )
}
