'use client'

import { cx } from '@/components/ui/cx'
import type { Change } from '@/domain/team/changes'
import type { TeamDocument } from '@/domain/team/document'
import { MARK_SIGNS } from '../model/mark'
import { FieldDiff } from './field-diff'
import { sortOf } from './words'

/** A change in a line: its sign, what sort of thing it is, its name. */
export function ChangeHead({ change, document }: { change: Change; document: TeamDocument }) {
  const { what, name, of, id } = change
  const kind = of === 'node' ? document.nodes.find((node) => node.id === id)?.kind : undefined
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2 text-left">
      <span
        aria-hidden
        className={cx('w-3 text-center font-mono text-12', what !== 'moved' && 'font-strong')}
      >
        {MARK_SIGNS[what]}
      </span>
      <span className={cx('min-w-0 truncate font-label', what === 'removed' && 'line-through')}>{name}</span>
      <span className="ml-auto shrink-0 text-12 text-fg-3">
        {sortOf(change, kind)} {what}
      </span>
    </span>
  )
}

/** What of it changed, field by field, both sides. */
export function ChangeDetail({ change }: { change: Change }) {
  const says = sentenceOf(change)
  return (
    <div className="grid gap-3">
      {says && <p className="text-fg-2">{says}</p>}
      {change.fields.map((field) => (
        <FieldDiff key={field.field} change={field} schema={change.of === 'contract'} />
      ))}
    </div>
  )
}

/** What its fields do not say by themselves. */
function sentenceOf({ what, of, follows, fields }: Change): string | undefined {
  switch (what) {
    case 'added':
      if (follows === undefined) return 'It is new.'
      return fields.length > 0
        ? `It is new, and version ${follows} stays. What is different from it:`
        : `It is new, and version ${follows} stays. Both say the same.`
    case 'removed':
      return of === 'contract' ? 'It is gone.' : 'It is gone; the drawing shows where it stood.'
    case 'moved':
      return 'It stands elsewhere on the canvas. No run notices.'
    case 'changed':
      return fields.length === 0 ? 'Only its number is another.' : undefined
  }
}
