'use client'

import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { CARD, type Point, type Rect } from '../geometry/shapes'

const EDGE = 24

const canvas = (): DOMRect | undefined => document.querySelector('.react-flow')?.getBoundingClientRect()

/** What of the drawing is in sight, and bringing more of it there. */
export function useSight() {
  const { flowToScreenPosition, screenToFlowPosition, setCenter, getZoom } = useReactFlow()
  const sees = useCallback(
    (place: Rect): boolean => {
      const box = canvas()
      if (!box) return true
      const from = flowToScreenPosition(place)
      const to = flowToScreenPosition({ x: place.x + place.width, y: place.y + place.height })
      return (
        from.x > box.left + EDGE &&
        from.y > box.top + EDGE &&
        to.x < box.right - EDGE &&
        to.y < box.bottom - 2 * EDGE
      )
    },
    [flowToScreenPosition],
  )
  /** Where something of that size stands in the middle of what is in sight. */
  const middleFor = useCallback(
    (size: { width: number; height: number }): Point => {
      const box = canvas()
      if (!box) return { x: 0, y: 0 }
      const { x, y } = screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
      return { x: x - size.width / 2, y: y - size.height / 2 }
    },
    [screenToFlowPosition],
  )
  /** Moves the canvas so that a card at that place is in sight; stays still when it is. */
  const reveal = useCallback(
    (place: Point): void => {
      if (sees({ ...place, ...CARD })) return
      const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
      void setCenter(place.x + CARD.width / 2, place.y + CARD.height / 2, {
        zoom: getZoom(),
        duration: still ? 0 : 150,
      })
    },
    [sees, setCenter, getZoom],
  )
  return { sees, middleFor, reveal }
}
