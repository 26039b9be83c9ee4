'use client'

import { useEffect, useRef } from 'react'
import { cx } from '@/components/ui/cx'
import type { Change } from '@/domain/team/changes'
import type { TeamDocument } from '@/domain/team/document'
import { ChangeDetail, ChangeHead } from './change-item'

/** The changes one below the other; the one that is looked at shows both its sides. */
export function ChangeList({
  changes,
  document,
  active,
  onActive,
  className,
}: {
  changes: readonly Change[]
  document: TeamDocument
  active: number
  onActive: (index: number) => void
  className?: string
}) {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-change="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const cosmetic = changes.findIndex(({ matters }) => !matters)
  return (
    <ol ref={list} aria-label="Changes" className={cx('min-h-0 overflow-auto', className)}>
      {changes.map((change, index) => (
        <li key={`${change.of} ${change.id} ${change.what}`} data-change={index}>
          {index === cosmetic && (
            <h3 className="border-t border-line bg-sunken px-4 py-1.5 text-12 text-fg-3">
              Only drawn differently: no run notices
            </h3>
          )}
          <button
            type="button"
            aria-expanded={index === active}
            onClick={() => onActive(index === active ? -1 : index)}
            className={cx(
              'flex min-h-9 w-full items-center border-t border-line px-4 py-1 -outline-offset-2 max-sm:min-h-11',
              index === active ? 'bg-accent-bg' : 'hover:bg-hover',
            )}
          >
            <ChangeHead change={change} document={document} />
          </button>
          {index === active && (
            <div className="border-t border-line px-4 pt-2.5 pb-3.5">
              <ChangeDetail change={change} />
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}
