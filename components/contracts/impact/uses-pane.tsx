'use client'

import { messageOf } from '@/components/shell/problems'
import { counted } from '@/components/ui/counted'
import { ErrorState } from '@/components/ui/error-state'
import type { Impact } from '@/domain/team/contract-impact'
import { ImpactList } from './impact-list'

/** Where a contract is used, and what the change that stands here would break. */
export function UsesPane({
  impacts,
  error,
  own,
  changed,
}: {
  /** Undefined while they are read. */
  impacts: readonly Impact[] | undefined
  error: unknown
  own?: string | undefined
  changed: boolean
}) {
  if (error)
    return <ErrorState title="The teams that use it could not be read">{messageOf(error)}</ErrorState>
  if (!impacts) return <p className="px-4 py-3 text-fg-3">Reading who uses it…</p>
  if (impacts.length === 0) return <p className="px-4 py-3 text-fg-2">No team uses it yet.</p>
  return (
    <div>
      <p className="border-b border-line px-4 py-2 text-12 text-fg-2">{impactWords(impacts, changed)}</p>
      <ImpactList impacts={impacts} own={own} />
    </div>
  )
}

/** In a sentence, what a change would break. */
export function impactWords(impacts: readonly Impact[], changed: boolean): string {
  const places = counted(impacts.length, 'place')
  if (!changed) return `Used at ${places}. Change a field to see what would not fit any more.`
  const broken = impacts.filter(({ result }) => result.verdict === 'incompatible').length
  const open = impacts.filter(({ result }) => result.verdict === 'unknown').length
  if (broken + open === 0) return `This change fits at all of ${places}.`
  const unsure = open > 0 ? ` At ${open} it cannot be proved.` : ''
  return `This change does not fit at ${broken} of ${places}.${unsure} What is published stands as it is until it is published again.`
}
