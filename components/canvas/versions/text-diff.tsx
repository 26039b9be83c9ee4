'use client'

import { useEffect, useRef } from 'react'
import { cx } from '@/components/ui/cx'
import type { Change } from '@/domain/team/changes'
import type { TeamDocument } from '@/domain/team/document'
import { ChangeDetail, ChangeHead } from './change-item'

/** All that differs as text, thing by thing and field by field: to read through, and to search with the browser. */
export function TextDiff({
  changes,
  document,
  active,
}: {
  changes: readonly Change[]
  document: TeamDocument
  active: number
}) {
  const parts = [
    { title: 'What runs notice', changes: changes.filter(({ matters }) => matters) },
    { title: 'Only drawn differently', changes: changes.filter(({ matters }) => !matters) },
  ]
  const shown = useRef<HTMLElement>(null)
  useEffect(() => {
    // What it returns is nothing in some browsers and a promise in others, and an effect returns neither.
    shown.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div className="min-h-0 overflow-auto p-4" tabIndex={0} role="region" aria-label="Changes as text">
      {parts.map(
        (part) =>
          part.changes.length > 0 && (
            <section key={part.title} className="mb-5 grid max-w-200 gap-2.5">
              <h3 className="font-strong">{part.title}</h3>
              {part.changes.map((change) => (
                <article
                  key={`${change.of} ${change.id} ${change.what}`}
                  ref={changes[active] === change ? shown : undefined}
                  className={cx(
                    'rounded-6 border',
                    changes[active] === change ? 'border-accent' : 'border-line',
                  )}
                >
                  <h4 className="flex min-h-9 items-center px-3">
                    <ChangeHead change={change} document={document} />
                  </h4>
                  {(change.what === 'changed' || change.follows !== undefined) && (
                    <div className="border-t border-line px-3 pt-2 pb-3">
                      <ChangeDetail change={change} />
                    </div>
                  )}
                </article>
              ))}
            </section>
          ),
      )}
    </div>
  )
}
