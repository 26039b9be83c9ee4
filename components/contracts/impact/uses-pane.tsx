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

function impactWords(impacts: readonly Impact[], changed: boolean): string {
  const places = counted(impacts.length, 'place')
  if (!changed) return `Used at ${places}. Change a field to see what would not fit any more.`
  const misfits = misfitWords(impacts)
  return misfits === undefined
    ? `This change fits at all of ${places}.`
    : `${misfits}. What is published stands as it is until it is published again.`
}

/** `Does not fit at 2 of 5 places`; undefined where a change fits everywhere. */
export function misfitWords(impacts: readonly Impact[]): string | undefined {
  const count = (verdict: Impact['result']['verdict']): number =>
    impacts.filter(({ result }) => result.verdict === verdict).length
  const [broken, open] = [count('incompatible'), count('unknown')]
  if (broken > 0) return `Does not fit at ${broken} of ${counted(impacts.length, 'place')}`
  return open > 0 ? `Cannot be proved to fit at ${open} of ${counted(impacts.length, 'place')}` : undefined
}
