'use client'

import { useCallback } from 'react'
import type { Command } from '@/domain/team/command'
import { firstAdded, withRoom } from '../model/make-room'
import { isEmpty } from '../model/selection'
import { useStudio } from './studio-context'

/**
 * Applies a way out of a problem as one edit. Where nothing is selected the node that it adds is, as if it came from
 * the palette: what is added next leads on from there. What somebody works on stays selected.
 */
export function useFix(): (command: Command) => void {
  const { document, selection, edit, select } = useStudio()
  return useCallback(
    (command) => {
      if (!edit(withRoom(document, command))) return
      const added = firstAdded(command)
      if (added !== undefined && isEmpty(selection)) select({ nodes: [added] })
    },
    [document, selection, edit, select],
  )
}
