'use client'

import { ArrowRight, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { STATUS } from '@/components/ui/status-chip'
import type { RunReason } from './run-reason'

const LOOKS: Record<RunReason['tone'], string> = {
  queued: 'border-line bg-sunken',
  waiting: 'border-waiting-line bg-waiting-bg',
  blocked: 'border-blocked-line bg-blocked-bg',
  failed: 'border-failed-line bg-failed-bg',
  cancelled: 'border-line bg-sunken',
}

/** Why the run does not go on, and the way to where that is settled. */
export function ReasonStrip({
  reason,
  icon,
  onShow,
  children,
}: {
  reason: RunReason
  /** Of the run's own state, where that has one. */
  icon: LucideIcon | undefined
  onShow: (visit: string) => void
  /** What more there is to say, with ways to it. */
  children?: ReactNode
}) {
  const { icon: usual, ink } = STATUS[reason.tone]
  const Icon = icon ?? usual
  const { visit, review } = reason
  return (
    <div className={cx('flex items-center gap-2 border-b px-4 py-1.5 max-sm:flex-wrap', LOOKS[reason.tone])}>
      <Icon className={cx('size-4 shrink-0', ink)} strokeWidth={2} aria-hidden />
      <p className="min-w-0 flex-1 break-words">
        {reason.says}
        {children}
      </p>
      {review ? (
        <Button asChild className="max-sm:h-11">
          <Link href={`/inbox?review=${review}`}>
            Open the review <ArrowRight className="size-3.5" aria-hidden />
          </Link>
        </Button>
      ) : (
        visit && (
          <Button className="max-sm:h-11" onClick={() => onShow(visit)}>
            Show the step
          </Button>
        )
      )}
    </div>
  )
}
