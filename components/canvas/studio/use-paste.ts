'use client'

import { useCallback } from 'react'
import { toast } from '@/components/ui/toast'
import { showRef } from '@/domain/contract/contract'
import { pasteClip, type Clip } from '../model/clip'
import { missingFor } from '../model/missing'
import { useStudio } from './studio-context'

/** Pastes a clip, and says what became of its contracts and what of it this workspace lacks. */
export function usePaste(): (clip: Clip) => void {
  const { document, surroundings, edit, select, openDialog } = useStudio()
  return useCallback(
    (clip) => {
      const { command, selection, renamed } = pasteClip(document, clip)
      if (!edit(command)) return
      select(selection)
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
    [document, surroundings, edit, select, openDialog],
  )
}
