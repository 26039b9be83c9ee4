'use client'

import { CircleX } from 'lucide-react'
import { CopyText } from '@/components/ui/id-text'
import { JsonView } from '@/components/ui/json-view'
import { fitsSeal } from '../proof/fits-seal'
import type { EntryDetail } from '../record-types'

/** The entry as it is stored, to the byte, and the private values behind its seals. */
export function EntryTab({ entry }: { entry: EntryDetail }) {
  const parsed = parse(entry.body)
  return (
    <div className="grid gap-4 px-4 py-3">
      <section className="grid gap-1">
        <h3 className="flex items-center gap-2 font-label">
          Entry
          <CopyText
            text={entry.body}
            shown="copy the exact bytes"
            label="canonical bytes"
            className="font-sans text-fg-3"
          />
        </h3>
        {parsed === undefined ? (
          <pre tabIndex={0} className="overflow-auto rounded-6 bg-failed-bg px-3 py-2 font-mono text-12">
            {entry.body}
          </pre>
        ) : (
          <JsonView value={parsed} label="entry" openDepth={3} />
        )}
      </section>
      {entry.unseen.length > 0 && (
        <section className="grid gap-1">
          <h3 className="font-label">Not shown to you</h3>
          <p className="text-fg-2">
            These values are of a run that holds more than your clearance reaches to. The entry is proven all
            the same.
          </p>
          <ul className="font-mono text-12 text-fg-3">
            {entry.unseen.map((field) => (
              <li key={field}>{field}</li>
            ))}
          </ul>
        </section>
      )}
      {entry.sealed.length > 0 && (
        <section className="grid gap-2">
          <h3 className="font-label">
            Private values <span className="font-text text-fg-3">kept apart, erasable; the proof stays</span>
          </h3>
          {entry.sealed.map((each) => (
            <div key={each.field} className="grid gap-1">
              <span className="flex items-center gap-2 text-12 text-fg-3">
                <code className="font-mono">{each.field}</code>
                {fitsSeal(parsed, each) ? (
                  'fits its seal'
                ) : (
                  <span className="inline-flex items-center gap-1 font-label text-failed-fg">
                    <CircleX className="size-3.5" aria-hidden /> does not fit its seal: it was changed
                  </span>
                )}
              </span>
              <JsonView value={each.value} label={each.field} openDepth={1} />
            </div>
          ))}
        </section>
      )}
    </div>
  )
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}
