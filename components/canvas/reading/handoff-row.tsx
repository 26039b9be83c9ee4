'use client'

import { ArrowRight } from 'lucide-react'
import { cx } from '@/components/ui/cx'
import type { Edge } from '@/domain/team/document'
import type { HandoffFacts } from '../flow/flow-types'
import { FitSign, sayHandoff } from '../flow/handoff-pill'
import { useStudio } from '../studio/studio-context'
import type { Thread } from '../together/together'
import { SaidHere } from './said-here'

/** One way on: its name where there are several, where it leads, and the contract that crosses it. */
export function HandoffRow({
  edge,
  from,
  to,
  facts,
  threads,
}: {
  edge: Edge
  from: string
  to: string
  facts: HandoffFacts | undefined
  threads: Thread[] | undefined
}) {
  const { select } = useStudio()
  if (!facts) return null
  const { branch, contract, fit, taken } = facts
  const bad = fit === 'misfit'
  return (
    <li>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`${sayHandoff(facts, `${from} to ${to}`)}${taken ? ', taken' : taken === false ? ', not taken' : ''}`}
        onClick={() => select({ edges: [edge.id] })}
        className={cx(
          'flex min-h-8 w-full flex-wrap items-center gap-x-2 py-1 pr-4 text-left -outline-offset-2 hover:bg-hover max-sm:min-h-11',
          taken === false && 'text-fg-3',
        )}
      >
        <ArrowRight className="size-3.5 shrink-0 text-fg-3" aria-hidden />
        {branch && <span className="max-w-full truncate font-label">{branch}</span>}
        <span className="min-w-0 truncate">{to}</span>
        <span
          className={cx(
            'ml-auto inline-flex min-w-0 items-center gap-1.5 font-mono text-12',
            bad ? 'text-failed-fg' : 'text-fg-2',
          )}
        >
          <span className="truncate">
            {contract ? `${contract.name} ${contract.version}` : fit === 'awaited' ? '…' : 'no contract'}
          </span>
          <FitSign fit={fit} />
        </span>
      </button>
      <SaidHere threads={threads} about={`${from} → ${to}`} />
    </li>
  )
}
