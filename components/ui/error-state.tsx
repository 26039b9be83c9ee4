'use client'

import { CircleX, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cx } from './cx'

/** What happened, why, and what to do. `onRetry` offers to try again; `action` is another way out. */
export function ErrorState({
  title,
  children,
  onRetry,
  retrying = false,
  action,
  className,
}: {
  title: string
  children?: ReactNode
  onRetry?: (() => unknown) | undefined
  retrying?: boolean
  action?: ReactNode
  className?: string
}) {
  return (
    <div
      role="alert"
      className={cx(
        'm-5 grid h-fit grid-cols-[16px_minmax(0,1fr)_auto] gap-2 rounded-6 border border-failed-line bg-failed-bg px-2.5 py-2',
        className,
      )}
    >
      <CircleX className="mt-0.5 size-4 text-failed-fg" aria-hidden />
      <div>
        <b className="font-label">{title}</b>
        {children && <div className="text-fg-2">{children}</div>}
      </div>
      <div className="flex items-start gap-2">
        {action}
        {onRetry && (
          <Button icon={RotateCw} onClick={() => void onRetry()} busy={retrying}>
            Try again
          </Button>
        )}
      </div>
    </div>
  )
}
