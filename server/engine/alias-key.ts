import { hkdfSync } from 'node:crypto'
import type { Bundle } from '@/domain/team/bundle'
import { errandIn } from '@/domain/team/governed'

/** A run with its salt: 16 bytes in base64, null where it began before there were salts or a value of it was erased. */
interface SaltedRun {
  id: string
  salt: string | null
}

/** The key of the pseudonyms in a run: 32 bytes. */
export type AliasKeys = (run: SaltedRun, bundle: Pick<Bundle, 'purpose' | 'governed'>) => Uint8Array

/**
 * Keys by which a value has the same pseudonym in every step of a run that serves the same purpose, and another elsewhere
 * (HKDF-SHA256, RFC 5869). They go with the run's salt: once a value of it is erased, no pseudonym confirms a guess.
 * @param secretKey 32 bytes in base64, as in BATON_SECRET_KEY
 */
export function aliasKeys(secretKey: string): AliasKeys {
  const material = Buffer.from(secretKey, 'base64')
  return ({ id, salt }, bundle) => {
    const { purpose } = errandIn(bundle)
    return new Uint8Array(
      hkdfSync('sha256', material, salt === null ? id : `${id}/${salt}`, `baton/alias/v1/${purpose}`, 32),
    )
  }
}
