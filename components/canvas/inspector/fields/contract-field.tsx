'use client'

import { FilePlus2, Pencil } from 'lucide-react'
import { FormField, type ControlProps } from '@/components/ui/form-field'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { refOf, showRef, type ContractRef } from '@/domain/contract/contract'
import { useStudio } from '../../studio/studio-context'

const NONE = 'none'

/** One of the team's contracts, or none; the pencil opens its editor and the other button makes a new one. */
export function ContractField({
  label,
  value,
  onCommit,
  hint,
}: {
  label: string
  value: ContractRef | undefined
  onCommit: (value: ContractRef | undefined) => void
  hint?: string
}) {
  return (
    <FormField label={label} required hint={hint}>
      <ContractControl value={value} onCommit={onCommit} />
    </FormField>
  )
}

function ContractControl({
  value,
  onCommit,
  ...aria
}: ControlProps & { value: ContractRef | undefined; onCommit: (value: ContractRef | undefined) => void }) {
  const { document, openContract } = useStudio()
  const known = document.contracts.map((contract) => ({
    value: refOf(contract),
    label: showRef(refOf(contract)),
    ...(contract.description ? { hint: contract.description } : {}),
  }))
  const missing = value !== undefined && !known.some((option) => option.value === value)
  return (
    <span className="flex items-center gap-1">
      <Select
        className="font-mono text-12"
        value={value ?? NONE}
        options={[
          { value: NONE, label: 'No contract' },
          ...(missing ? [{ value, label: `${showRef(value)} (not in this team)` }] : []),
          ...known,
        ]}
        onValueChange={(next) => onCommit(next === NONE ? undefined : next)}
        {...aria}
      />
      {value !== undefined && !missing && (
        <IconButton
          icon={Pencil}
          label={`Edit ${showRef(value)}`}
          onClick={() => openContract({ ref: value })}
        />
      )}
      <IconButton icon={FilePlus2} label="New contract" onClick={() => openContract({ done: onCommit })} />
    </span>
  )
}
