'use client'

import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { FRAME } from '../flow/frame'

/** Brings nodes into sight without zooming further in than one reads. */
export function useFrame(): (ids: readonly string[]) => void {
  const { fitView } = useReactFlow()
  return useCallback(
    (ids) => {
      const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
      void fitView({
        ...(ids.length ? { nodes: ids.map((id) => ({ id })) } : {}),
        padding: ids.length ? 0.4 : FRAME,
        maxZoom: 1,
        duration: still ? 0 : 150,
      })
    },
    [fitView],
  )
}
