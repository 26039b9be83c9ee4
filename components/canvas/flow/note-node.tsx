'use client'

import type { NodeProps } from '@xyflow/react'
import { memo, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { MarkBadge } from './mark-badge'
import type { NoteNode } from './flow-types'

/** A word to colleagues on the canvas; a double click or Enter writes in it. */
export const NoteNodeView = memo(function NoteNodeView({ data, selected }: NodeProps<NoteNode>) {
  const { note, onText, mark } = data
  const [typed, setTyped] = useState<string>()
  const look = cx(
    'block w-full rounded-6 border border-dashed border-line-strong bg-page px-2.5 py-2 text-12 leading-[17px] text-fg-2',
    mark === 'removed' && 'text-fg-3 line-through',
    selected && 'outline-2 outline-offset-1 outline-accent outline-solid',
  )
  if (typed !== undefined && onText) {
    const done = () => {
      setTyped(undefined)
      if (typed !== note.text) onText(note, typed)
    }
    return (
      <textarea
        aria-label="Note"
        className={cx(look, 'nodrag nowheel')}
        rows={Math.max(2, Math.ceil(typed.length / 30))}
        value={typed}
        autoFocus
        maxLength={2000}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={done}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Escape') setTyped(undefined)
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) done()
        }}
      />
    )
  }
  return (
    <div
      className={cx(look, 'relative min-h-9 [overflow-wrap:anywhere] whitespace-pre-wrap')}
      onDoubleClick={() => onText && setTyped(note.text)}
    >
      {mark && <MarkBadge mark={mark} />}
      {note.text || <span className="text-fg-3">Empty note: double click to write</span>}
    </div>
  )
})
