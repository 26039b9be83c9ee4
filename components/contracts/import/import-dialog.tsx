'use client'

import { Button } from '@/components/ui/button'
import { CodeEditor } from '@/components/ui/code-editor'
import { counted } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { FileButton } from '@/components/ui/file-button'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { unclassifiedIn, type ImportedContract } from '@/domain/contract/import/imported'
import type { ImportSource } from '@/domain/contract/import/read-source'
import { readFields } from '@/domain/contract/read-fields'
import { operationKey, useImport, type Import } from './use-import'

const SORTS = [
  { value: 'auto', label: 'What it looks like' },
  { value: 'schema', label: 'JSON Schema' },
  { value: 'openapi', label: 'OpenAPI 3' },
  { value: 'example', label: 'Example' },
] as const

/** A contract from a JSON Schema, an operation of an API or an example: pasted, or from a file. Nothing leaves the browser. */
export function ImportContractDialog({
  onClose,
  onImported,
}: {
  onClose: () => void
  onImported: (contract: ImportedContract) => void
}) {
  const given = useImport()
  const { text, setText, sort, setSort, source, contract, fault } = given
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Import a contract"
      description="From a JSON Schema, an operation of an OpenAPI document, or an example: JSON or YAML."
      footer={
        <>
          <FileButton accept=".json,.yaml,.yml" onText={setText} />
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!contract} onClick={() => contract && onImported(contract)}>
            Use it
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <CodeEditor label="What to import" value={text} onValueChange={setText} maxHeight="30vh" autoFocus />
        <div className="grid grid-cols-3 items-start gap-3 max-sm:grid-cols-1">
          <FormField label="Read it as" required>
            <Select value={sort} options={SORTS} onValueChange={setSort} />
          </FormField>
          {source?.sort === 'openapi' && <OperationFields given={given} source={source} />}
        </div>
        {fault !== undefined && (
          <p role="alert" className="text-12 text-failed-fg">
            {fault}
          </p>
        )}
        {contract && source && <Found sort={source.sort} contract={contract} />}
      </div>
    </Dialog>
  )
}

function OperationFields({
  given,
  source,
}: {
  given: Import
  source: Extract<ImportSource, { sort: 'openapi' }>
}) {
  const offered = source.operations.filter(({ parts }) => parts.length > 0)
  const chosen = offered.find((one) => operationKey(one) === given.operation)
  if (offered.length === 0)
    return <p className="col-span-2 text-12 text-fg-2">No operation of this API takes or gives JSON.</p>
  return (
    <>
      <FormField label="Operation" required>
        <Select
          value={given.operation}
          placeholder="Choose an operation"
          options={offered.map((one) => ({
            value: operationKey(one),
            label: operationKey(one),
            ...(one.summary && { hint: one.summary }),
          }))}
          onValueChange={given.setOperation}
        />
      </FormField>
      {chosen && (
        <FormField label="Which message" required>
          <Select
            value={given.part ?? chosen.parts[0]?.id}
            options={chosen.parts.map(({ id }) => ({ value: id, label: id }))}
            onValueChange={given.setPart}
          />
        </FormField>
      )}
    </>
  )
}

const READ_AS = { schema: 'a JSON Schema', openapi: 'an OpenAPI document', example: 'an example' }

function Found({ sort, contract }: { sort: ImportSource['sort']; contract: ImportedContract }) {
  const fields = readFields(contract.schema).length
  const bare = unclassifiedIn(contract.schema).length
  const { notes } = contract
  return (
    <div role="status" className="grid gap-1 text-12 text-fg-2">
      <p>
        Read as {READ_AS[sort]}: {counted(fields, 'field')}
        {bare > 0 && `, ${bare} of them unclassified and hidden until you classify them`}.
      </p>
      {notes.length > 0 && (
        <ul className="grid gap-0.5" aria-label="What could not be taken over as it stands">
          {notes.slice(0, 8).map(({ pointer, message }, index) => (
            <li key={index}>
              {pointer && <code className="font-mono text-fg-3">{pointer}</code>} {message}
            </li>
          ))}
          {notes.length > 8 && <li>And {notes.length - 8} more, listed in the editor.</li>}
        </ul>
      )}
    </div>
  )
}
