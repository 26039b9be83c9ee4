import { contractSchema, type Contract } from '@/domain/contract/contract'
import { isFieldName } from '@/domain/contract/field-name'
import type { KnownVersion } from './known-version'
import { readFields } from '@/domain/contract/read-fields'

/** Why a contract cannot be saved as it stands, most basic first. `taken` are the versions a new one may not repeat. */
export function draftFaults(draft: Contract, taken: readonly KnownVersion[]): string[] {
  const faults: string[] = []
  const parsed = contractSchema.safeParse(draft)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    faults.push(`${issue?.path.join('.') || 'The contract'}: ${issue?.message ?? 'not valid'}`)
  }
  if (taken.some(({ name, version }) => name === draft.name && version === draft.version))
    faults.push(`${draft.name} ${draft.version} exists already.`)
  if (draft.schema.type !== 'object')
    faults.push('A contract describes an object: its type must be "object".')
  const odd = readFields(draft.schema).find(({ name }) => !isFieldName(name))
  if (odd)
    faults.push(
      `“${odd.name}” cannot be a field: letters, digits and underscores, not starting with a digit.`,
    )
  return faults
}
