'use client'

import { Button } from '@/components/ui/button'
import type { SaveState } from './draft-store'

/** Both sides changed and an undo here cannot be put on top: a person chooses. */
export function ConflictBanner({
  save,
  onSettle,
}: {
  save: SaveState
  onSettle: (keep: 'mine' | 'theirs') => void
}) {
  if (save.state !== 'conflict') return null
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-b border-failed-line bg-failed-bg px-4 py-2"
    >
      <span className="min-w-0 flex-1">
        Someone else edited this team while you took an edit back. Their draft is revision{' '}
        {save.theirs.revision}.
      </span>
      <Button onClick={() => onSettle('theirs')}>Take theirs</Button>
      <Button onClick={() => onSettle('mine')}>Put mine over it</Button>
    </div>
  )
}
