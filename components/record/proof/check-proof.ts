import { counted } from '@/components/ui/counted'
import { fromBase64, toHex } from '@/domain/record/digest'
import { leafHash, verifyConsistency, verifyInclusion } from '@/domain/record/merkle'
import { parseVerifierKey } from '@/domain/record/note'
import type { EntryDetail } from '../record-types'
import { CannotVerify, openSigned } from './open-signed'

export interface Check {
  name: 'Fingerprint' | 'In the record' | 'Only added to' | 'Signature'
  /** Null: could not be told here. */
  holds: boolean | null
  /** What was compared, short. */
  shows: string
  says: string
}

export interface CheckedProof {
  checks: Check[]
  /** Null while something could not be told. */
  sound: boolean | null
  ms: number
}

const short = (hex: string): string => `${hex.slice(0, 4)}…${hex.slice(-4)}`
export const shortRoot = (root: Uint8Array): string => short(toHex(root))
export const shortKey = (vkey: string): string => `ed25519 ${toHex(parseVerifierKey(vkey).id)}`

/** Checks an entry against what was signed, from its bytes up. Nothing the server says is believed but the bytes. */
export async function checkProof({
  body,
  storedHash,
  proven,
}: Pick<EntryDetail, 'body' | 'storedHash' | 'proven'>): Promise<CheckedProof> {
  const began = performance.now()
  const leaf = leafHash(new TextEncoder().encode(body))
  const digest = toHex(leaf)
  const checks: Check[] = [
    digest === storedHash
      ? { name: 'Fingerprint', holds: true, shows: short(digest), says: 'as stored' }
      : {
          name: 'Fingerprint',
          holds: false,
          shows: `${short(digest)}, stored ${short(storedHash)}`,
          says: 'altered',
        },
  ]
  if (proven) checks.push(...(await checkSigned(leaf, proven)))
  const sound = checks.some(({ holds }) => holds === false)
    ? false
    : checks.some(({ holds }) => holds === null) || !proven
      ? null
      : true
  return { checks, sound, ms: performance.now() - began }
}

async function checkSigned(leaf: Uint8Array, proven: NonNullable<EntryDetail['proven']>): Promise<Check[]> {
  const { index, path, note, number, previous, key } = proven
  let signature: Check
  let head, before
  try {
    head = await openSigned(note, key)
    before = previous ? await openSigned(previous.note, key) : null
    signature = { name: 'Signature', holds: true, shows: shortKey(key), says: 'valid' }
  } catch (error) {
    const holds = error instanceof CannotVerify ? null : false
    const says = error instanceof Error ? error.message : 'not valid'
    signature = { name: 'Signature', holds, shows: shortKey(key), says: holds === null ? says : 'not valid' }
  }
  if (!head) {
    const unknown = { holds: signature.holds, shows: '', says: 'nothing signed to compare with' }
    return [{ name: 'In the record', ...unknown }, { name: 'Only added to', ...unknown }, signature]
  }
  const included = verifyInclusion({
    index,
    size: head.size,
    leafHash: leaf,
    proof: path.map(fromBase64),
    root: head.root,
  })
  const grown =
    !before ||
    verifyConsistency({
      size1: before.size,
      root1: before.root,
      size2: head.size,
      root2: head.root,
      proof: previous ? previous.growth.path.map(fromBase64) : [],
    })
  return [
    {
      name: 'In the record',
      holds: included,
      shows: `${counted(path.length, 'step')} to ${shortRoot(head.root)}`,
      says: included ? 'holds' : 'does not lead to what was signed',
    },
    {
      name: 'Only added to',
      holds: grown,
      shows: previous ? `${previous.number} to ${number}` : `checkpoint ${number} is the first`,
      says: grown ? 'nothing rewritten' : 'rewritten',
    },
    signature,
  ]
}
