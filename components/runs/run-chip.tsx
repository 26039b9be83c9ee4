'use client'

import { StatusChip } from '@/components/ui/status-chip'
import { standingOf, type Standable } from './standing'

/** The state of a run as a whole, in its words: on its page, in lists and in the overview. */
export function RunChip({
  run,
  now,
  plain = false,
  className = '',
}: {
  run: Standable
  now: number
  plain?: boolean
  className?: string
}) {
  const { status, icon, word, title } = standingOf(run, now)
  return (
    <span {...(title && { title })} className={`inline-flex align-bottom ${className}`}>
      <StatusChip status={status} plain={plain} {...(icon && { icon })} {...(word && { word })} />
    </span>
  )
}
