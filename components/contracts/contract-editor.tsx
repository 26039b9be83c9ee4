'use client'

import { useEffect, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { StatusChip } from '@/components/ui/status-chip'
import { Tabs } from '@/components/ui/tabs'
import type { Contract } from '@/domain/contract/contract'
import type { SchemaObject } from '@/domain/contract/json-schema'
import { ContractHead } from './editor/contract-head'
import { draftFaults } from './editor/draft-faults'
import { ExamplePane } from './editor/example-pane'
import { FieldsTable } from './editor/fields-table'
import { JsonPane } from './editor/json-pane'
import { versionToSave } from './editor/version-to-save'
import type { KnownVersion } from './editor/known-version'

export interface ContractEditorProps {
  contract: Contract
  /** A contract that is not in the team yet. */
  isNew?: boolean
  /** Every known version of any contract: what it says, and whether it is published and hence stands for ever. */
  known: readonly KnownVersion[]
  readOnly?: boolean
  onSave: (contract: Contract) => void
  /** Told whether closing now would lose something. */
  onUnsaved: (unsaved: boolean) => void
  onClose: () => void
}

/** A contract as a table of fields, as JSON beside it, and against an example. Fills its container. */
export function ContractEditor({
  contract,
  isNew = false,
  known,
  readOnly = false,
  onSave,
  onUnsaved,
  onClose,
}: ContractEditorProps) {
  const [draft, setDraft] = useState(contract)
  const [pane, setPane] = useState<'json' | 'example'>('json')
  const faults = useMemo(() => draftFaults(draft, isNew ? known : []), [draft, isNew, known])
  const version = versionToSave(contract, draft, isNew, known)
  const unsaved = JSON.stringify(draft) !== JSON.stringify(contract)
  const changed = isNew || unsaved
  useEffect(() => {
    onUnsaved(unsaved)
    return () => onUnsaved(false)
  }, [unsaved, onUnsaved])
  const setSchema = (schema: SchemaObject) => setDraft((before) => ({ ...before, schema }))
  return (
    <section
      aria-label={`Contract ${contract.name}`}
      className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)_auto] bg-page"
    >
      <ContractHead
        draft={draft}
        version={version}
        isNew={isNew}
        readOnly={readOnly}
        onChange={setDraft}
        onClose={onClose}
      />
      <div className="grid min-h-0 grid-cols-[minmax(0,1fr)_minmax(320px,400px)] max-lg:grid-cols-1 max-lg:overflow-auto">
        <FieldsTable schema={draft.schema} readOnly={readOnly} onChange={setSchema} />
        <Tabs
          className="border-l border-line max-lg:border-t max-lg:border-l-0"
          label="Beside the fields"
          value={pane}
          onValueChange={setPane}
          items={[
            {
              value: 'json',
              label: 'JSON',
              content: <JsonPane schema={draft.schema} readOnly={readOnly} onChange={setSchema} />,
            },
            { value: 'example', label: 'Example', content: <ExamplePane schema={draft.schema} /> },
          ]}
        />
      </div>
      {!readOnly && (
        <footer className="flex min-h-11 flex-wrap items-center gap-3 border-t border-line px-4 py-2">
          {faults[0] ? (
            <StatusChip plain status="failed" word={faults[0]} />
          ) : (
            <span className="text-fg-3">{saveHint(contract, version, isNew, changed)}</span>
          )}
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={faults.length > 0 || !changed}
            onClick={() => onSave({ ...draft, version })}
          >
            {isNew ? 'Add to the team' : `Save ${draft.name} ${version}`}
          </Button>
        </footer>
      )}
    </section>
  )
}

function saveHint(contract: Contract, version: number, isNew: boolean, changed: boolean): string {
  if (isNew) return 'It becomes one of this team’s contracts.'
  if (!changed) return 'Nothing changed yet.'
  if (version === contract.version) return `Version ${version} is not published, so it is changed in place.`
  return `Version ${contract.version} is published and stands; this becomes version ${version} wherever this team used it.`
}
