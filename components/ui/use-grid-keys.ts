'use client'

import { useRef, useState, type KeyboardEvent, type RefCallback } from 'react'

export interface GridCellProps {
  ref: RefCallback<HTMLElement>
  tabIndex: 0 | -1
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

/**
 * Moving through cards that flow in rows: arrows to each side, Home and End. Spread `cellProps(index)` on what of each
 * card takes the focus; one card at a time is reached by Tab. Which cards stand above each other is read off the page.
 */
export function useGridKeys({ count, onEnter }: { count: number; onEnter: (index: number) => void }): {
  cellProps: (index: number) => GridCellProps
} {
  const [chosen, setChosen] = useState(0)
  const cells = useRef(new Map<number, HTMLElement>())
  const active = Math.max(0, Math.min(chosen, count - 1))

  const inRow = (): number => {
    const top = (index: number) => cells.current.get(index)?.getBoundingClientRect().top
    let columns = 1
    while (columns < count && top(columns) === top(0)) columns++
    return columns
  }
  const cellProps = (index: number): GridCellProps => ({
    ref: (element) => {
      if (element) cells.current.set(index, element)
      else cells.current.delete(index)
    },
    tabIndex: index === active ? 0 : -1,
    onFocus: () => setChosen(index),
    onKeyDown: (event) => {
      if (event.key === 'Enter') {
        event.preventDefault()
        onEnter(index)
        return
      }
      const to = moved(event.key, index, count, inRow)
      if (to === undefined) return
      event.preventDefault()
      setChosen(to)
      cells.current.get(to)?.focus()
    },
  })
  return { cellProps }
}

function moved(key: string, from: number, count: number, inRow: () => number): number | undefined {
  const moves: Record<string, () => number> = {
    ArrowLeft: () => from - 1,
    ArrowRight: () => from + 1,
    ArrowUp: () => from - inRow(),
    ArrowDown: () => from + inRow(),
    Home: () => 0,
    End: () => count - 1,
  }
  const to = moves[key]?.()
  return to === undefined || to < 0 || to >= count ? undefined : to
}
