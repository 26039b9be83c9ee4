import type { Contract } from '@/domain/contract/contract'
import type { KnownVersion } from './known-version'

/**
 * The number a changed contract is saved under. What is published under a name and number stands for ever, so a
 * change of it takes the next free number; a draft is changed in place.
 */
export function versionToSave(
  before: Contract,
  draft: Contract,
  isNew: boolean,
  known: readonly KnownVersion[],
): number {
  const numbers = known.filter(({ name }) => name === draft.name).map(({ version }) => version)
  const next = Math.max(0, ...numbers) + 1
  if (isNew || draft.name !== before.name) return next
  const published = known.some(
    ({ name, version, published }) => published && name === before.name && version === before.version,
  )
  const same = JSON.stringify(draft.schema) === JSON.stringify(before.schema)
  return published && !same ? next : before.version
}
