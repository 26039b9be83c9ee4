'use client'

import { Download, FileJson2, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import type { Contract } from '@/domain/contract/contract'

export function ContractHead({
  draft,
  version,
  isNew,
  readOnly,
  onChange,
  onImport,
  onClose,
}: {
  draft: Contract
  version: number
  isNew: boolean
  readOnly: boolean
  onChange: (draft: Contract) => void
  onImport: () => void
  onClose: () => void
}) {
  return (
    <header className="grid gap-2 border-b border-line px-4 py-2.5">
      <div className="flex items-center gap-2">
        <FileJson2 className="size-4 text-fg-3" aria-hidden />
        {isNew && !readOnly ? (
          <Input
            aria-label="Name of the contract"
            className="w-64 font-mono text-12"
            value={draft.name}
            spellCheck={false}
            autoFocus
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        ) : (
          <h2 className="truncate font-mono text-13 font-label">{draft.name}</h2>
        )}
        <span className="font-mono text-12 text-fg-3">{version}</span>
        <span className="flex-1" />
        {isNew && !readOnly && (
          <Button size="sm" icon={Download} onClick={onImport}>
            Import
          </Button>
        )}
        <IconButton icon={X} label="Close the contract" onClick={onClose} />
      </div>
      {readOnly ? (
        draft.description && <p className="text-fg-2">{draft.description}</p>
      ) : (
        <Input
          aria-label="What it is for"
          placeholder="What it is for, in a sentence"
          value={draft.description}
          onChange={(event) => onChange({ ...draft, description: event.target.value })}
        />
      )}
    </header>
  )
}
