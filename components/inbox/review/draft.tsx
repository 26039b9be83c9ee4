'use client'

import { useState } from 'react'
import { ContractForm } from '@/components/contracts/contract-form'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { DifferenceList } from '@/components/ui/difference-list'
import { JsonView } from '@/components/ui/json-view'
import { counted } from '../words'
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
        <DifferenceList differences={draft.changes} className="mb-3" />
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
