'use client'

import { StickyNote, Trash2 } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import type { Note } from '@/domain/team/document'
import { useStudio } from '../studio/studio-context'
import { useSelectionActs } from '../studio/use-selection-acts'
import { NumberField } from './fields/number-field'
import { TextField } from './fields/text-field'
import { InspectorHead } from './inspector-head'

export function NoteInspector({ note }: { note: Note }) {
  const { edit, canEdit } = useStudio()
  const { remove } = useSelectionActs()
  return (
    <>
      <InspectorHead
        kind="Note"
        icon={StickyNote}
        name="A word to colleagues"
        end={canEdit && <IconButton size="sm" icon={Trash2} label="Remove" kbd="⌫" onClick={remove} />}
      />
      <fieldset
        disabled={!canEdit}
        className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 border-t border-line px-4 py-3.5"
      >
        <TextField
          label="Text"
          rows={6}
          value={note.text}
          onCommit={(text) => edit({ type: 'note.put', note: { ...note, text: text.slice(0, 2000) } })}
          hint="Runs never see it."
        />
        <NumberField
          label="Width"
          value={note.width}
          min={80}
          max={800}
          unit="px"
          onCommit={(width) => edit({ type: 'note.put', note: { ...note, width } })}
        />
      </fieldset>
    </>
  )
}
