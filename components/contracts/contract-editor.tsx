'use client'

import { TriangleAlert } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { StatusChip } from '@/components/ui/status-chip'
import { Tabs } from '@/components/ui/tabs'
import type { Contract } from '@/domain/contract/contract'
import type { ImportedContract, ImportNote } from '@/domain/contract/import/imported'
import type { SchemaObject } from '@/domain/contract/json-schema'
import { ContractHead } from './editor/contract-head'
import { draftFaults } from './editor/draft-faults'
import { ExamplePane } from './editor/example-pane'
import { FieldsTable } from './editor/fields-table'
import { ImportNotes } from './editor/import-notes'
import { JsonPane } from './editor/json-pane'
import { versionToSave } from './editor/version-to-save'
import type { KnownVersion } from './editor/known-version'
import { misfitWords, UsesPane } from './impact/uses-pane'
import { useTeamUses, type OwnDraft } from './impact/use-team-uses'
import { ImportContractDialog } from './import/import-dialog'
import { contractImpact } from '@/domain/team/contract-impact'

export interface ContractEditorProps {
  contract: Contract
  /** A contract that is not in the team yet. */
  isNew?: boolean
  /** Every known version of any contract: what it says, and whether it is published and hence stands for ever. */
  known: readonly KnownVersion[]
  readOnly?: boolean
  /** The draft that it is edited in, where that is open. */
  own?: OwnDraft
  /** Opens with the import. */
  importing?: boolean
  /** Beside the act that saves. */
  beside?: ReactNode
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
  own,
  importing = false,
  beside,
  onSave,
  onUnsaved,
  onClose,
}: ContractEditorProps) {
  const [draft, setDraft] = useState(contract)
  const [pane, setPane] = useState<'json' | 'example' | 'uses'>('json')
  const [isImporting, setImporting] = useState(importing)
  const [notes, setNotes] = useState<readonly ImportNote[]>([])
  const faults = useMemo(() => draftFaults(draft, isNew ? known : []), [draft, isNew, known])
  const version = versionToSave(contract, draft, isNew, known)
  const unsaved = JSON.stringify(draft) !== JSON.stringify(contract)
  const changed = isNew || unsaved
  useEffect(() => {
    onUnsaved(unsaved)
    return () => onUnsaved(false)
  }, [unsaved, onUnsaved])
  const { teams, error } = useTeamUses(isNew ? '' : contract.name, own)
  const settled = useDeferredValue(draft.schema)
  const differs = JSON.stringify(settled) !== JSON.stringify(contract.schema)
  const impacts = useMemo(
    () => teams && contractImpact(contract, settled, teams, own?.slug),
    [teams, contract, settled, own?.slug],
  )
  const breaks = differs && impacts ? misfitWords(impacts) : undefined
  const take = ({ name, description, schema, notes: said }: ImportedContract) => {
    // A name or a description that somebody gave stays; one that nobody gave yet comes along.
    setDraft((before) => ({
      ...before,
      name: before.name === contract.name ? name : before.name,
      description: before.description || description,
      schema,
    }))
    setNotes(said)
    setImporting(false)
  }
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
        onImport={() => setImporting(true)}
        onClose={onClose}
      />
      <div className="grid min-h-0 grid-cols-[minmax(0,1fr)_minmax(320px,400px)] max-lg:grid-cols-1 max-lg:overflow-auto">
        <div className="grid min-h-0 grid-rows-[auto_minmax(0,1fr)] max-lg:block">
          {notes.length > 0 ? <ImportNotes notes={notes} onClose={() => setNotes([])} /> : <span />}
          <FieldsTable schema={draft.schema} readOnly={readOnly} onChange={setSchema} />
        </div>
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
            ...(isNew
              ? []
              : [
                  {
                    value: 'uses' as const,
                    label: differs ? 'What breaks' : 'Where used',
                    ...(impacts && { count: impacts.length }),
                    content: <UsesPane impacts={impacts} error={error} own={own?.slug} changed={differs} />,
                  },
                ]),
          ]}
        />
      </div>
      {!readOnly && (
        <footer className="flex min-h-11 flex-wrap items-center gap-3 border-t border-line px-4 py-2">
          {faults[0] ? (
            <StatusChip plain status="failed" word={faults[0]} />
          ) : breaks !== undefined ? (
            <>
              <StatusChip plain status="waiting" word={breaks} icon={TriangleAlert} />
              {pane !== 'uses' && (
                <Button size="sm" onClick={() => setPane('uses')}>
                  See where
                </Button>
              )}
            </>
          ) : (
            <span className="text-fg-3">{saveHint(contract, version, isNew, changed)}</span>
          )}
          <span className="flex-1" />
          {beside}
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
      {isImporting && <ImportContractDialog onClose={() => setImporting(false)} onImported={take} />}
    </section>
  )
}

function saveHint(contract: Contract, version: number, isNew: boolean, changed: boolean): string {
  if (isNew) return 'It becomes one of this team’s contracts.'
  if (!changed) return 'Nothing changed yet.'
  if (version === contract.version) return `Version ${version} is not published, so it is changed in place.`
  return `Version ${contract.version} is published and stands; this becomes version ${version} wherever this team used it.`
}
