'use client'

import type { Viewport } from '@xyflow/react'
import { useMemo } from 'react'

interface Moving {
  onMoveStart: (event: unknown, viewport: Viewport) => void
  onMove: (event: unknown, viewport: Viewport) => void
  onMoveEnd: () => void
}

/**
 * While the canvas is moved, what is drawn is kept as a picture (its `will-change`) instead of being painted anew for every
 * frame; not while it is zoomed, where that picture would be stretched. While it is held by the pointer nothing on it can be
 * met: what lies under the pointer need not be looked for among hundreds of cards.
 */
export const useMoving = (canvas: HTMLElement | null): Moving => useMemo(() => markMoving(canvas), [canvas])

function markMoving(canvas: HTMLElement | null): Moving {
  let zoom: number | undefined
  const mark = (name: 'data-moving' | 'data-held', is: boolean) => canvas?.toggleAttribute(name, is)
  return {
    onMoveStart: (event, viewport) => {
      zoom = viewport.zoom
      mark('data-moving', true)
      mark('data-held', event instanceof Event && !(event instanceof WheelEvent))
    },
    onMove: (_event, viewport) => {
      if (viewport.zoom !== zoom) mark('data-moving', false)
    },
    onMoveEnd: () => {
      mark('data-moving', false)
      mark('data-held', false)
    },
  }
}
