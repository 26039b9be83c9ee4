'use client'

import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { CARD, type Point } from '../geometry/shapes'

const EDGE = 24

/** Moves the canvas so that a card at that place is in sight; stays still when it is. */
export function useReveal(): (place: Point) => void {
  const { flowToScreenPosition, setCenter, getZoom } = useReactFlow()
  return useCallback(
    (place) => {
      const box = document.querySelector('.react-flow')?.getBoundingClientRect()
      if (!box) return
      const from = flowToScreenPosition(place)
      const to = flowToScreenPosition({ x: place.x + CARD.width, y: place.y + CARD.height })
      const inside =
        from.x > box.left + EDGE &&
        from.y > box.top + EDGE &&
        to.x < box.right - EDGE &&
        to.y < box.bottom - 2 * EDGE
      if (inside) return
      const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
      void setCenter(place.x + CARD.width / 2, place.y + CARD.height / 2, {
        zoom: getZoom(),
        duration: still ? 0 : 150,
      })
    },
    [flowToScreenPosition, setCenter, getZoom],
  )
}
