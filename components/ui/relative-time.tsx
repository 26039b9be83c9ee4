'use client'

import { cx } from './cx'
import { formatRelative, formatUtc } from './format-time'
import { Tooltip } from './tooltip'
import { useNow } from './use-now'

/** `4m ago`, with the exact UTC on hover and focus. */
export function RelativeTime({
  at,
  className,
  focusable = false,
}: {
  at: Date | string | null | undefined
  className?: string
  /** Reachable by Tab by itself; leave off in rows that can be opened, where the detail shows the exact time. */
  focusable?: boolean
}) {
  const now = useNow(5000)
  if (!at) return <span className={cx('text-fg-3', className)}>–</span>
  const date = typeof at === 'string' ? new Date(at) : at
  return (
    <Tooltip content={formatUtc(date)}>
      <time
        dateTime={date.toISOString()}
        tabIndex={focusable ? 0 : undefined}
        className={cx('whitespace-nowrap', className)}
      >
        {formatRelative(date, now)}
      </time>
    </Tooltip>
  )
}
