'use client'

import { useCallback } from 'react'
import { toast } from '@/components/ui/toast'
import { showRef } from '@/domain/contract/contract'
import { boundsOf } from '../geometry/bounds'
import { ASIDE, pasteClip, placesIn, type Clip } from '../model/clip'
import { roomFor } from '../model/make-room'
import { missingFor } from '../model/missing'
import { useStudio } from './studio-context'
import { useSight } from './use-sight'

/**
 * Pastes a clip beside what was copied where any of that is in sight, else in the middle of what is, as near as there is room;
 * says what became of its contracts and what of it this workspace lacks.
 */
export function usePaste(): (clip: Clip) => void {
  const { document, surroundings, edit, select, openDialog } = useStudio()
  const { sees, middleFor, reveal } = useSight()
  return useCallback(
    (clip) => {
      const places = placesIn(clip)
      const box = boundsOf(places)
      if (!box) return
      const isBeside = places.some((at) => sees({ ...at, x: at.x + ASIDE.x, y: at.y + ASIDE.y }))
      const place = isBeside ? undefined : roomFor(document, middleFor(box), box)
      const aside = place ? { x: place.x - box.x, y: place.y - box.y } : ASIDE
      const { command, selection, renamed } = pasteClip(document, clip, aside)
      if (!edit(command)) return
      select(selection)
      if (place) reveal(place)
      if (renamed.length > 0)
        toast({
          title: `This team has ${renamed.length === 1 ? 'a contract' : 'contracts'} of that name with other fields.`,
          description: renamed
            .map(({ from, to }) => `${showRef(from)} was pasted as ${showRef(to)}`)
            .join(', '),
        })
      const missing = missingFor(clip, surroundings)
      if (missing) openDialog({ kind: 'missing', missing })
    },
    [document, surroundings, edit, select, openDialog, sees, middleFor, reveal],
  )
}
