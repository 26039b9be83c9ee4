'use client'

import { useRef, useState, type KeyboardEvent, type RefCallback } from 'react'
import { useHotkeys } from './use-hotkeys'

export interface ListRowProps {
  ref: RefCallback<HTMLElement>
  tabIndex: 0 | -1
  'data-index': number
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

/**
 * Moving through a list by keyboard: J/K from anywhere, arrows, Home and End within, Enter to open. Spread
 * `rowProps(index)` on each row. With a virtual list give `reveal`, which scrolls a row into being.
 */
export function useListKeys({
  count,
  onOpen,
  onActive,
  reveal,
  what = 'row',
  enabled = true,
}: {
  count: number
  onOpen?: (index: number) => void
  onActive?: (index: number) => void
  reveal?: (index: number) => void
  /** In the singular, for the sheet of keys. */
  what?: string
  enabled?: boolean
}): { active: number; setActive: (index: number) => void; rowProps: (index: number) => ListRowProps } {
  const [chosen, setChosen] = useState(-1)
  const rows = useRef(new Map<number, HTMLElement>())
  const active = Math.min(chosen, count - 1)

  const move = (to: number) => {
    if (count === 0) return
    const next = Math.max(0, Math.min(count - 1, to))
    setChosen(next)
    onActive?.(next)
    reveal?.(next)
    requestAnimationFrame(() => rows.current.get(next)?.focus())
  }
  useHotkeys(
    [
      { keys: 'j', label: `Next ${what}`, group: 'List', run: () => move(active + 1) },
      { keys: 'k', label: `Previous ${what}`, group: 'List', run: () => move(active - 1) },
    ],
    enabled && count > 0,
  )

  const rowProps = (index: number): ListRowProps => ({
    ref: (element) => {
      if (element) rows.current.set(index, element)
      else rows.current.delete(index)
    },
    tabIndex: index === Math.max(active, 0) ? 0 : -1,
    'data-index': index,
    onFocus: () => {
      if (index === active) return
      setChosen(index)
      onActive?.(index)
    },
    onKeyDown: (event) => {
      const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: count - 1 }[event.key]
      if (to !== undefined) {
        event.preventDefault()
        move(to)
      } else if (event.key === 'Enter' && event.target === event.currentTarget && onOpen) {
        event.preventDefault()
        onOpen(index)
      }
    },
  })
  return { active, setActive: setChosen, rowProps }
}
