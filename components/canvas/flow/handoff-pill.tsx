'use client'

import { Check, HelpCircle, X } from 'lucide-react'
import type { MouseEvent } from 'react'
import { cx } from '@/components/ui/cx'
import { MARK_SIGNS } from '../model/mark'
import type { HandoffFacts } from './flow-types'

const WORDS: Record<HandoffFacts['fit'], string> = {
  fits: 'fits',
  misfit: 'does not fit',
  unproved: 'cannot be proved to fit',
  unknown: 'not checked',
  awaited: 'being checked',
}

/** A handoff in words, for who does not see it. @param name the two it is between */
export const sayHandoff = ({ branch, contract, fit, mark }: HandoffFacts, name: string): string =>
  [`Handoff ${name}`, branch, contract && `${contract.name} ${contract.version}`, WORDS[fit], mark]
    .filter(Boolean)
    .join(', ')

/** What crosses an edge, and whether it fits. The edge's name, its target and its handle for the keyboard. */
export function HandoffPill({
  facts,
  name,
  selected,
  onSelect,
}: {
  facts: HandoffFacts
  name: string
  selected: boolean
  onSelect: (add: boolean) => void
}) {
  const { branch, contract, fit, mark } = facts
  const bad = fit === 'misfit'
  return (
    <button
      type="button"
      aria-pressed={selected}
      aria-label={sayHandoff(facts, name)}
      onClick={(event: MouseEvent) => onSelect(event.shiftKey || event.metaKey || event.ctrlKey)}
      className={cx(
        'nodrag nopan pointer-events-auto inline-flex h-5.5 items-center gap-1.5 rounded-4 border bg-raised pr-1.5 pl-1.75 font-mono text-12 leading-none whitespace-nowrap text-fg-2',
        bad ? 'border-failed-mark bg-failed-bg text-failed-fg' : 'border-line-strong hover:border-fg-3',
        !contract && !bad && 'border-dashed',
        facts.taken === false && 'border-dashed text-fg-3',
        mark === 'added' && 'border-fg',
        mark === 'removed' && 'border-dashed border-fg-3 text-fg-3 line-through',
        mark === 'changed' && 'border-fg-3',
        selected && 'outline-2 outline-offset-2 outline-accent outline-solid',
      )}
    >
      {mark && (
        <span aria-hidden className="font-strong text-fg">
          {MARK_SIGNS[mark]}
        </span>
      )}
      {branch && <span className={cx('font-sans font-label', !bad && 'text-fg')}>{branch}</span>}
      {contract ? (
        <span>
          {contract.name} <span className={cx(!bad && 'text-fg-3')}>{contract.version}</span>
        </span>
      ) : (
        !branch && <span className="font-sans text-fg-3">{fit === 'awaited' ? '…' : 'no contract'}</span>
      )}
      <FitSign fit={fit} />
    </button>
  )
}

/** Whether what crosses fits; the words stand in the name of what it is on. */
export function FitSign({ fit }: { fit: HandoffFacts['fit'] }) {
  if (fit === 'fits') return <Check className="size-3 shrink-0 text-fg-3" aria-hidden />
  if (fit === 'misfit') return <X className="size-3 shrink-0" aria-hidden />
  return fit === 'unproved' ? <HelpCircle className="size-3 shrink-0 text-fg-3" aria-hidden /> : null
}
