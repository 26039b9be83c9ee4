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
        'm-5 flex h-fit flex-wrap items-start gap-2 rounded-6 border border-failed-line bg-failed-bg px-2.5 py-2',
        className,
      )}
    >
      <div className="grid min-w-0 flex-1 basis-60 grid-cols-[16px_minmax(0,1fr)] gap-2">
        <CircleX className="mt-0.5 size-4 text-failed-fg" aria-hidden />
        <div>
          <b className="font-label">{title}</b>
          {children && <div className="text-fg-2">{children}</div>}
        </div>
      </div>
      {(action !== undefined || onRetry) && (
        // Where there is no room for it beside the words it stands below them.
        <div className="flex items-start gap-2 pl-6">
          {action}
          {onRetry && (
            <Button icon={RotateCw} onClick={() => void onRetry()} busy={retrying}>
              Try again
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
