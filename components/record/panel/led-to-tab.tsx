'use client'

import type { EntryLine } from '../record-types'
import { sayEntry } from '../words/say-entry'
import { SentenceText } from '../words/sentence-text'
import { Who } from '../words/who'

/** What rests on an entry, in order. */
export function LedToTab({
  entries,
  onOpen,
}: {
  entries: readonly EntryLine[]
  onOpen: (entry: string) => void
}) {
  if (entries.length === 0)
    return <p className="px-4 py-3 text-fg-2">Nothing that is on the record rests on this entry.</p>
  return (
    <ol>
      {entries.map((entry) => (
        <li key={entry.id} className="border-b border-line">
          <button
            type="button"
            onClick={() => onOpen(entry.entryId)}
            className="grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-4 py-1.5 text-left -outline-offset-2 hover:bg-hover"
          >
            <span className="truncate">
              <SentenceText sentence={sayEntry(entry)} />
            </span>
            <span className="font-mono text-12 text-fg-3">
              {entry.number === null ? '–' : `#${entry.number.toLocaleString('en-US')}`}
            </span>
            <span className="text-12 text-fg-3">
              <Who actor={entry.actor} />
            </span>
            <time className="text-12 text-fg-3" dateTime={entry.at.toISOString()}>
              {entry.at.toISOString().slice(11, 19)}
            </time>
          </button>
        </li>
      ))}
    </ol>
  )
}
