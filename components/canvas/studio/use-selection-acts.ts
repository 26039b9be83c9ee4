'use client'

import { useCallback, useMemo } from 'react'
import { copyText } from '@/components/ui/copy-text'
import { toast } from '@/components/ui/toast'
import type { Command } from '@/domain/team/command'
import { alignNodes, distributeNodes, moveBy, type Alignment, type Direction } from '../model/arrange'
import { copySelected, readClip, type Clip } from '../model/clip'
import { groupNodes, ungroup } from '../model/group'
import { removeSelected } from '../model/remove'
import { nodesMeant } from '../model/selection'
import { useStudio } from './studio-context'
import { usePaste } from './use-paste'

/** What is done with what is selected: copy, paste, duplicate, remove, align, group. */
export function useSelectionActs() {
  const { document, selection, surroundings, edit, select, canEdit } = useStudio()
  const pasteClip = usePaste()
  const meant = useMemo(() => nodesMeant(selection, document), [selection, document])
  const clipped = useCallback(
    (): Clip | undefined => copySelected(document, { ...selection, nodes: meant }, surroundings),
    [document, selection, meant, surroundings],
  )
  const paste = useCallback(
    (text: string) => {
      const clip = readClip(text)
      if (!clip || !canEdit) return false
      pasteClip(clip)
      return true
    },
    [pasteClip, canEdit],
  )
  /** By key: the event that asks for it takes the text along, which no browser refuses. */
  const copyInto = useCallback(
    (data: DataTransfer | null) => {
      const clip = clipped()
      if (!clip || !data) return false
      data.setData('text/plain', asText(clip))
      sayCopied(clip)
      return true
    },
    [clipped],
  )
  const copy = useCallback(async () => {
    const clip = clipped()
    if (clip && (await copyText(asText(clip)))) sayCopied(clip)
  }, [clipped])
  const duplicate = useCallback(() => {
    const clip = clipped()
    if (clip && canEdit) pasteClip(clip)
  }, [clipped, pasteClip, canEdit])
  const apply = useCallback(
    (command: Command | undefined, options?: { joins?: boolean }) =>
      command !== undefined && edit(command, options),
    [edit],
  )
  const remove = useCallback(() => {
    const command = removeSelected(document, selection)
    if (canEdit && apply(command)) select({})
  }, [document, selection, apply, select, canEdit])
  const align = useCallback(
    (to: Alignment) => apply(alignNodes(document, meant, to)),
    [document, meant, apply],
  )
  const distribute = useCallback(
    (direction: Direction) => apply(distributeNodes(document, meant, direction)),
    [document, meant, apply],
  )
  const move = useCallback(
    (by: { x: number; y: number }) =>
      apply(moveBy(document, { nodes: meant, notes: selection.notes }, by), { joins: true }),
    [document, meant, selection.notes, apply],
  )
  const group = useCallback(() => {
    const made = groupNodes(document, meant)
    if (made && edit(made.command)) select({ groups: [made.id] })
  }, [document, meant, edit, select])
  const split = useCallback(() => {
    if (apply(ungroup(document, selection))) select({ nodes: meant })
  }, [document, selection, meant, apply, select])
  return { meant, copy, copyInto, paste, duplicate, remove, align, distribute, move, group, ungroup: split }
}

const asText = (clip: Clip): string => JSON.stringify(clip, null, 2)
const sayCopied = ({ nodes, notes }: Clip): void => toast({ title: `Copied ${nodes.length + notes.length}` })
