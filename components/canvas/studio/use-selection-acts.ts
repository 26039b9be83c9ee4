'use client'

import { useCallback } from 'react'
import { toast } from '@/components/ui/toast'
import { copySelected, pasteClip, readClip } from '../model/clip'
import { removeSelected } from '../model/remove'
import { useStudio } from './studio-context'

/** Copy, paste, duplicate and remove, by what is selected. */
export function useSelectionActs() {
  const { document, selection, edit, select, canEdit } = useStudio()
  const paste = useCallback(
    (text: string) => {
      const clip = readClip(text)
      if (!clip || !canEdit) return false
      const { command, selection: pasted } = pasteClip(document, clip)
      if (edit(command)) select(pasted)
      return true
    },
    [document, edit, select, canEdit],
  )
  const copy = useCallback(() => {
    const clip = copySelected(document, selection)
    if (!clip) return undefined
    const text = JSON.stringify(clip, null, 2)
    void navigator.clipboard
      ?.writeText(text)
      .then(() => toast({ title: `Copied ${clip.nodes.length + clip.notes.length}` }))
    return text
  }, [document, selection])
  const duplicate = useCallback(() => {
    const clip = copySelected(document, selection)
    if (clip) paste(JSON.stringify(clip))
  }, [document, selection, paste])
  const remove = useCallback(() => {
    const command = removeSelected(document, selection)
    if (command && canEdit && edit(command)) select({})
  }, [document, selection, edit, select, canEdit])
  return { copy, paste, duplicate, remove }
}
