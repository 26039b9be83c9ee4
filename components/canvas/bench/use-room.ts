'use client'

import { useReactFlow, useStoreApi, type Viewport } from '@xyflow/react'
import { useLayoutEffect } from 'react'
import { FRAME, LEAST_ZOOM } from '../flow/frame'

interface Size {
  width: number
  height: number
}

const same = (one: Viewport, other: Viewport): boolean =>
  one.x === other.x && one.y === other.y && one.zoom === other.zoom

/**
 * While it stands below the canvas, what of the drawing was in sight before is fitted into what is left, where it does not
 * fit as it is; the view that was comes back with the room, unless somebody moved it meanwhile.
 */
export function useRoom(): void {
  const store = useStoreApi()
  const { getViewport, setViewport, fitView, getNodes, getNodesBounds } = useReactFlow()
  useLayoutEffect(() => {
    // The canvas still says the size it had: it measures itself after this.
    const { width, height } = store.getState()
    const was = getViewport()
    const inSight = (size: Size, view: Viewport) =>
      getNodes().filter(({ id }) => {
        const box = getNodesBounds([id])
        const [left, top] = [box.x * view.zoom + view.x, box.y * view.zoom + view.y]
        const [right, bottom] = [left + box.width * view.zoom, top + box.height * view.zoom]
        return left >= 0 && top >= 0 && right <= size.width && bottom <= size.height
      })
    const shown = inSight({ width, height }, was)
    let fitted: Viewport | undefined
    const isAsLeft = () => same(getViewport(), fitted ?? was)
    const fit = async (size: Size) => {
      if (!isAsLeft() || (!fitted && inSight(size, was).length >= shown.length)) return
      await fitView({
        nodes: shown.map(({ id }) => ({ id })),
        padding: FRAME,
        maxZoom: was.zoom,
        minZoom: LEAST_ZOOM,
      })
      fitted = getViewport()
    }
    // Also once the banner of a run takes some of it, or the panel is made higher.
    const unwatch = store.subscribe((now, before) => {
      if (now.height !== before.height || now.width !== before.width) void fit(now)
    })
    return () => {
      unwatch()
      if (fitted && isAsLeft()) void setViewport(was)
    }
  }, [store, getViewport, setViewport, fitView, getNodes, getNodesBounds])
}
