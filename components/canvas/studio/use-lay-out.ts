'use client'

import { useState } from 'react'
import { toast } from '@/components/ui/toast'
import { autoLayout } from '../geometry/auto-layout'
import { useStudio } from './studio-context'
import { useFrame } from './use-frame'

/** Lays the whole team out anew, as one step of undo. */
export function useLayOut(): { layOut: () => Promise<void>; busy: boolean } {
  const { document, edit } = useStudio()
  const frame = useFrame()
  const [busy, setBusy] = useState(false)
  const layOut = async () => {
    if (document.nodes.length === 0 || busy) return
    setBusy(true)
    try {
      const positions = await autoLayout(
        document.nodes.map(({ id }) => id),
        document.edges.map(({ id, from, to }) => ({ id, from: from.node, to: to.node })),
      )
      edit({ type: 'batch', label: 'Lay out', commands: [{ type: 'node.move', positions }] })
      requestAnimationFrame(() => frame([]))
    } catch {
      toast({ tone: 'failed', title: 'The layout could not be made. The cards stay where they are.' })
    } finally {
      setBusy(false)
    }
  }
  return { layOut, busy }
}
