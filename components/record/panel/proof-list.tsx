'use client'

import { Check as CheckIcon, CircleHelp, X } from 'lucide-react'
import type { CheckedProof } from '../proof/check-proof'

/** What was checked of an entry, in this browser. */
export function ProofList({ checked }: { checked: CheckedProof }) {
  return (
    <ol className="grid gap-1">
      {checked.checks.map(({ name, holds, shows, says }) => {
        const Icon = holds === null ? CircleHelp : holds ? CheckIcon : X
        return (
          <li
            key={name}
            className="grid min-h-5.5 grid-cols-[18px_96px_minmax(0,1fr)_auto] items-center gap-1.5"
          >
            <Icon
              aria-label={holds === null ? 'not checked' : holds ? 'holds' : 'does not hold'}
              className={
                holds
                  ? 'size-3.5 text-done-fg'
                  : holds === null
                    ? 'size-3.5 text-fg-3'
                    : 'size-3.5 text-failed-fg'
              }
            />
            <span>{name}</span>
            <span className="truncate font-mono text-12 text-fg-3" title={shows}>
              {shows}
            </span>
            <span
              className={
                holds === false
                  ? 'text-12 font-label text-failed-fg'
                  : 'max-w-44 text-right text-12 text-fg-3'
              }
            >
              {says}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

export const checkedIn = ({ ms }: CheckedProof): string =>
  `checked in this browser, ${ms < 1 ? 'under 1' : Math.round(ms)} ms`
