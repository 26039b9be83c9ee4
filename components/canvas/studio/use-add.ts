'use client'

import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { CARD, type Point } from '../geometry/shapes'
import { addNode, placeBelow, wayTo } from '../model/add-node'
import { freeId } from '../model/free-id'
import { roomFor } from '../model/make-room'
import { onlyOne } from '../model/selection'
import type { Addition } from '../palette/drag'
import { useStudio } from './studio-context'
import { focusCard } from './focus-card'
import { useSight } from './use-sight'

/**
 * Puts something on the canvas: where it was dropped, else after what is selected (and connected with it), else in
 * the middle of what is in sight or as near to it as there is room.
 */
export function useAdd(): (what: Addition, at?: Point) => void {
  const { document, selection, edit, select } = useStudio()
  const { screenToFlowPosition } = useReactFlow()
  const { reveal } = useSight()
  return useCallback(
    (what, at) => {
      const middle = (): Point => {
        const box = window.document.querySelector('.react-flow')?.getBoundingClientRect()
        const centre = box
          ? { x: box.x + box.width / 2, y: box.y + box.height * (document.nodes.length ? 0.5 : 0.2) }
          : { x: 400, y: 300 }
        const { x, y } = screenToFlowPosition(centre)
        return roomFor(document, { x: x - CARD.width / 2, y: y - CARD.height / 2 })
      }
      if (what.kind === 'note') {
        const id = freeId(
          'note',
          document.layout.notes.map((note) => note.id),
        )
        const place = at ?? middle()
        if (edit({ type: 'note.put', note: { id, text: '', x: place.x, y: place.y, width: 208 } }))
          select({ notes: [id] })
        return
      }
      const one = onlyOne(selection)
      const source = one?.kind === 'node' ? document.nodes.find(({ id }) => id === one.id) : undefined
      const after = !at && source && wayTo(document, source, what.kind) !== undefined ? source.id : undefined
      const place = at ?? (after === undefined ? middle() : placeBelow(document, after))
      const added = addNode(document, { ...what, at: place, after })
      if (!edit(added.command)) return
      select({ nodes: [added.id] })
      reveal(place)
      focusCard(added.id)
    },
    [document, selection, edit, select, screenToFlowPosition, reveal],
  )
}
