import { hkdfSync } from 'node:crypto'
import type { Bundle } from '@/domain/team/bundle'
import { errandIn } from '@/domain/team/governed'

/** The key of the pseudonyms in a run. */
export type AliasKeys = (runId: string, bundle: Pick<Bundle, 'purpose' | 'governed'>) => Uint8Array

/**
 * Keys by which a value has the same pseudonym in every step of a run that serves the same purpose, and another elsewhere
 * (HKDF-SHA256, RFC 5869).
 * @param secretKey 32 bytes in base64, as in BATON_SECRET_KEY
 */
export function aliasKeys(secretKey: string): AliasKeys {
  const material = Buffer.from(secretKey, 'base64')
  return (runId, bundle) => {
    const { purpose } = errandIn(bundle)
    return new Uint8Array(hkdfSync('sha256', material, runId, `baton/alias/v1/${purpose}`, 32))
  }
}
