import type { ReactNode } from 'react'
import { cx } from './cx'

/** The head of a panel or sheet: what it is, what can be done with it, and its way out. */
export function PanelHead({
  start,
  title,
  actions,
  close,
  className,
}: {
  /** Before the title: the way back. */
  start?: ReactNode
  /** A heading. */
  title: ReactNode
  actions?: ReactNode
  close?: ReactNode
  className?: string
}) {
  return (
    <div className={cx('flex min-h-10 items-center gap-2 border-b border-line pr-2 pl-4', className)}>
      {start}
      <div className="min-w-0 flex-1 truncate font-strong">{title}</div>
      {actions}
      {close}
    </div>
  )
}
