'use client'

import { useReactFlow } from '@xyflow/react'
import { useState } from 'react'
import { toast } from '@/components/ui/toast'
import type { TeamDocument } from '@/domain/team/document'
import { autoLayout } from '../geometry/auto-layout'
import { CARD, centre, type Point } from '../geometry/shapes'
import { groupsOf } from '../model/group'
import { placesOf } from '@/domain/team/card-places'
import { onlyOne } from '../model/selection'
import { useStudio } from './studio-context'

/**
 * Lays the whole team out anew, as one step of undo. Where one looks stays: the card that is selected, else the one in
 * the middle, does not move, and the others find their places around it.
 */
export function useLayOut(): { layOut: () => Promise<void>; busy: boolean } {
  const { document, selection, edit } = useStudio()
  const { screenToFlowPosition } = useReactFlow()
  const [busy, setBusy] = useState(false)
  const layOut = async () => {
    if (document.nodes.length === 0 || busy) return
    setBusy(true)
    try {
      const found = await autoLayout(
        document.nodes.map(({ id }) => id),
        document.edges.map(({ id, from, to }) => ({ id, from: from.node, to: to.node })),
        groupsOf(document),
      )
      const one = onlyOne(selection)
      const box = window.document.querySelector('.react-flow')?.getBoundingClientRect()
      const middle = screenToFlowPosition({
        x: (box?.x ?? 0) + (box?.width ?? 0) / 2,
        y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
      })
      const stays = one?.kind === 'node' ? one.id : nearestTo(document, middle)
      const positions = around(document, found, stays)
      edit({ type: 'batch', label: 'Lay out', commands: [{ type: 'node.move', positions }] })
    } catch {
      toast({ tone: 'failed', title: 'The layout could not be made. The cards stay where they are.' })
    } finally {
      setBusy(false)
    }
  }
  return { layOut, busy }
}

function nearestTo(document: TeamDocument, point: Point): string | undefined {
  let [nearest, least]: [string | undefined, number] = [undefined, Infinity]
  for (const [id, at] of placesOf(document)) {
    const { x, y } = centre({ ...at, ...CARD })
    const far = Math.hypot(x - point.x, y - point.y)
    if (far < least) [nearest, least] = [id, far]
  }
  return nearest
}

/** All places moved so that one card stays where it is. */
function around(
  document: TeamDocument,
  found: Record<string, Point>,
  stays: string | undefined,
): Record<string, Point> {
  const [was, is] = [placesOf(document).get(stays ?? ''), found[stays ?? '']]
  const by = was && is ? { x: was.x - is.x, y: was.y - is.y } : { x: 0, y: 0 }
  return Object.fromEntries(Object.entries(found).map(([id, { x, y }]) => [id, { x: x + by.x, y: y + by.y }]))
}
