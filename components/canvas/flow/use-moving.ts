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
 * frame; not while it is zoomed, where that picture would be stretched.
 */
export const useMoving = (canvas: HTMLElement | null): Moving => useMemo(() => markMoving(canvas), [canvas])

function markMoving(canvas: HTMLElement | null): Moving {
  let zoom: number | undefined
  const mark = (moving: boolean) => canvas?.toggleAttribute('data-moving', moving)
  return {
    onMoveStart: (_event, viewport) => {
      zoom = viewport.zoom
      mark(true)
    },
    onMove: (_event, viewport) => {
      if (viewport.zoom !== zoom) mark(false)
    },
    onMoveEnd: () => {
      mark(false)
    },
  }
}
