import { valueAtPointer } from '@/domain/pointer'
import { fromBase64 } from '@/domain/record/digest'
import { verifySealed, type Sealed } from '@/domain/record/entry'
import type { EntryDetail } from '../record-types'

/** Whether a private value is the one that an entry sealed. */
export function fitsSeal(entry: unknown, { field, value, salt }: EntryDetail['sealed'][number]): boolean {
  const seal = valueAtPointer(entry, field)
  return typeof seal === 'object' && seal !== null && verifySealed(seal as Sealed, value, fromBase64(salt))
}
