'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ContractEditor } from '@/components/contracts/contract-editor'
import { knownVersions, type KnownVersion } from '@/components/contracts/editor/known-version'
import { useTRPC } from '@/components/shell/trpc'
import { useFocusBack } from '@/components/ui/use-return-focus'
import { BLANK_CONTRACT, refOf } from '@/domain/contract/contract'
import { saveContract } from '../model/save-contract'
import { useStudio } from './studio-context'
import type { Open } from './use-studio-value'

/** Away from the canvas, unless a field within asked for the focus. */
function takeFocus(panel: HTMLElement | null): void {
  if (panel && !panel.contains(document.activeElement)) panel.focus()
}

/** The editor of one of the team's contracts, over canvas and inspector. */
export function ContractPanel({
  open,
  onUnsaved,
  onClose,
}: {
  open: Extract<Open, { kind: 'contract' | 'new-contract' }>
  onUnsaved: (unsaved: boolean) => void
  onClose: () => void
}) {
  useFocusBack()
  const { slug, document, edit, canEdit } = useStudio()
  const own = useMemo(() => ({ slug, document }), [slug, document])
  const { data } = useQuery(useTRPC().contracts.list.queryOptions())
  const contract =
    open.kind === 'contract' ? document.contracts.find((each) => refOf(each) === open.ref) : BLANK_CONTRACT
  if (!contract || !data) return null
  const known: KnownVersion[] = [
    ...document.contracts.map(({ name, version, schema }) => ({ name, version, schema, published: false })),
    ...knownVersions(data),
  ]
  return (
    <div
      ref={takeFocus}
      tabIndex={-1}
      // Keys that are not its own rest, as in a dialog.
      data-modal
      className="absolute inset-0 z-panel bg-page outline-none md:left-46"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !(event.target instanceof HTMLInputElement))
          onClose()
      }}
    >
      <ContractEditor
        key={open.kind === 'contract' ? open.ref : 'new'}
        contract={contract}
        isNew={open.kind === 'new-contract'}
        known={known}
        readOnly={!canEdit}
        own={own}
        onUnsaved={onUnsaved}
        onClose={onClose}
        onSave={(saved) => {
          const isNew = open.kind === 'new-contract'
          if (!edit(saveContract(document, isNew ? undefined : contract, saved))) return
          onUnsaved(false)
          onClose()
          if (isNew) open.done(refOf(saved))
        }}
      />
    </div>
  )
}
