'use client'

import { X } from 'lucide-react'
import { counted } from '@/components/ui/counted'
import { IconButton } from '@/components/ui/icon-button'
import type { ImportNote } from '@/domain/contract/import/imported'

/** What an import could not take over as it stood. */
export function ImportNotes({ notes, onClose }: { notes: readonly ImportNote[]; onClose: () => void }) {
  return (
    <section
      aria-label="What the import changed"
      className="border-b border-line bg-sunken px-4 py-2 text-12"
    >
      <div className="flex items-center gap-2">
        <h3 className="flex-1 font-label">
          {counted(notes.length, 'thing')} could not be taken over as{' '}
          {notes.length === 1 ? 'it stands' : 'they stand'}
        </h3>
        <IconButton size="sm" icon={X} label="Hide what the import changed" onClick={onClose} />
      </div>
      <ul className="grid max-h-32 gap-0.5 overflow-auto">
        {notes.map(({ pointer, message }, index) => (
          <li key={index} className="text-fg-2">
            {pointer && <code className="font-mono text-fg-3">{pointer}</code>} {message}
          </li>
        ))}
      </ul>
    </section>
  )
}
