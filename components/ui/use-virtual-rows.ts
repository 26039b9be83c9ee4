'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type RefObject } from 'react'

/** So many rows before the last that is loaded, more are asked for. */
const AHEAD = 20

/** Which rows of a long table are drawn, and how high what stands before and after them is. */
export function useVirtualRows({
  count,
  height,
  onEnd,
}: {
  count: number
  /** Of one row, in px. */
  height: number
  /** The end of what is loaded comes into sight. */
  onEnd: () => void
}): {
  scroller: RefObject<HTMLDivElement | null>
  rows: { index: number }[]
  before: number
  after: number
  reveal: (index: number) => void
} {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    onChange: ({ range }) => {
      if (range && count > 0 && range.endIndex >= count - AHEAD) onEnd()
    },
  })
  useEffect(() => virtual.measure(), [virtual, height])
  const rows = virtual.getVirtualItems()
  return {
    scroller,
    rows,
    before: rows[0]?.start ?? 0,
    after: virtual.getTotalSize() - (rows.at(-1)?.end ?? 0),
    reveal: (index) => virtual.scrollToIndex(index),
  }
}
