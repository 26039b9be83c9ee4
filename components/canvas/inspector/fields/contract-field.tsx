'use client'

import { useQuery } from '@tanstack/react-query'
import { FilePlus2, Pencil } from 'lucide-react'
import { useTRPC } from '@/components/shell/trpc'
import { FormField, type ControlProps } from '@/components/ui/form-field'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { refOf, showRef, type Contract, type ContractRef } from '@/domain/contract/contract'
import { otherContracts } from '../../model/other-contracts'
import { useStudio } from '../../studio/studio-context'

const NONE = 'none'

/** `taken` is what the team has to take over for it. */
type Commit = (value: ContractRef | undefined, taken?: Contract) => void

/**
 * One of the team's contracts, one of another team's that is taken over with it, or none; the pencil opens its editor
 * and the other button makes a new one.
 */
export function ContractField({
  label,
  value,
  onCommit,
  hint,
}: {
  label: string
  value: ContractRef | undefined
  onCommit: Commit
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
}: ControlProps & { value: ContractRef | undefined; onCommit: Commit }) {
  const { document, slug, openContract } = useStudio()
  const { data: listed = [] } = useQuery(useTRPC().contracts.list.queryOptions())
  const others = otherContracts(listed, document, slug)
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
          ...others.map(({ contract, teams }) => ({
            value: refOf(contract),
            label: showRef(refOf(contract)),
            hint: teams.join(', '),
            group: 'From other teams',
          })),
        ]}
        onValueChange={(next) =>
          onCommit(
            next === NONE ? undefined : next,
            others.find(({ contract }) => refOf(contract) === next)?.contract,
          )
        }
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
