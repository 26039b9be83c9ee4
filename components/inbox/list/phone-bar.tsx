'use client'

import { ChevronDown, ChevronLeft, ChevronUp } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'

/** Above a review on narrow screens: back to the list, and to its neighbours. */
export function PhoneBar(props: {
  /** Place in the list; -1 when it is not in it. */
  at: number
  count: number
  onBack: () => void
  onMove: (to: number) => void
}) {
  const { at, count, onBack, onMove } = props
  return (
    <div className="flex h-12 items-center gap-1 border-b border-line px-2 md:hidden">
      <IconButton size="touch" icon={ChevronLeft} label="Back to the list" onClick={onBack} />
      <span className="flex-1">
        <b className="font-label">Inbox</b>{' '}
        <span className="text-fg-3">{at >= 0 && `${at + 1} of ${count}`}</span>
      </span>
      <IconButton
        size="touch"
        icon={ChevronUp}
        label="Previous review"
        className="border-transparent"
        disabled={at <= 0}
        onClick={() => onMove(at - 1)}
      />
      <IconButton
        size="touch"
        icon={ChevronDown}
        label="Next review"
        className="border-transparent"
        disabled={at + 1 >= count}
        onClick={() => onMove(at + 1)}
      />
    </div>
  )
}
