'use client'

import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { ContractForm } from '@/components/contracts/contract-form'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { JsonView } from '@/components/ui/json-view'
import { counted, plainValue } from '../words'
import type { Review } from '../inbox-types'
import { Part } from './part'
import type { DraftState } from './use-draft'

/** The subject that waits, by the form of its contract; read-only until somebody edits it. */
export function Draft({ review, draft }: { review: Review; draft: DraftState }) {
  const [comparing, setComparing] = useState(false)
  const { contract, view, kind } = review
  if (!view.draft) return null
  const byHand = kind === 'escalation'
  if (byHand && !draft.editing && !draft.edit && draft.editable) return null
  const changed = new Set(draft.changes.map(({ pointer }) => pointer))
  return (
    <Part
      title={byHand ? 'The answer, by hand' : 'Draft'}
      detail={
        <>
          {contract && (
            <span className="font-mono">
              {contract.name} {contract.version}
            </span>
          )}
          {!byHand && ` by ${view.draft.by}`}
        </>
      }
      end={
        draft.changes.length > 0 && (
          <>
            {!byHand && (
              <Button
                variant="ghost"
                size="sm"
                aria-expanded={comparing}
                onClick={() => setComparing(!comparing)}
              >
                {comparing ? 'Hide the comparison' : 'Compare with the agent’s'}
              </Button>
            )}
            {draft.editable && (
              <Button variant="ghost" size="sm" onClick={draft.undo}>
                Undo {counted(draft.changes.length, 'edit')}
              </Button>
            )}
          </>
        )
      }
    >
      {comparing && draft.changes.length > 0 && (
        <ul className="mb-3 grid gap-1 rounded-8 border border-accent-line bg-accent-bg px-3 py-2">
          {draft.changes.map(({ pointer, before, after }) => (
            <li
              key={pointer}
              className="grid grid-cols-[minmax(72px,max-content)_minmax(0,1fr)_14px_minmax(0,1fr)] items-baseline gap-x-2.5"
            >
              <code className="font-mono text-12 text-fg-2">{pointer.slice(1)}</code>
              <del className="break-words whitespace-pre-line text-fg-2">{plainValue(before)}</del>
              <ArrowRight className="size-3.5 mt-0.75 self-start text-fg-2" role="img" aria-label="becomes" />
              <ins className="font-label break-words whitespace-pre-line no-underline">
                {plainValue(after)}
              </ins>
            </li>
          ))}
        </ul>
      )}
      {contract ? (
        <div data-draft className={cx(draft.editing && '-ml-3 border-l-2 border-accent pl-2.5')}>
          <ContractForm
            schema={contract.schema}
            value={draft.value}
            onChange={draft.change}
            problems={draft.problems}
            changed={changed}
            disabled={!draft.editing}
          />
        </div>
      ) : (
        <JsonView value={view.draft.value} label="the draft" />
      )}
    </Part>
  )
}
