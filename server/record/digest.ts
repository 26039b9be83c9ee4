import { createHash, createHmac } from 'node:crypto'
import { canonicalJson } from '@/domain/record/canonical'

const canonical = (value: unknown): string => canonicalJson(value, { integers: 'any' })

/**
 * `sha256:` and the hex digest of a value's canonical JSON: the same as domain/record/digest.ts, with native hashing. Of
 * what is drawn and published; what a run holds is digested by `saltedDigest`.
 */
export const digestOf = (value: unknown): string =>
  `sha256:${createHash('sha256').update(canonical(value)).digest('hex')}`

/**
 * The digest of a value that a run holds: an HMAC under the run's salt, which goes with the first of its values that is
 * erased, so that nobody can confirm a guess by it (docs/decisions/0022). Only digests of one run can be compared.
 * @param salt 16 bytes in base64; null of a run that began before there were salts, whose digests are plain
 */
export const saltedDigest = (value: unknown, salt: string | null): string =>
  salt === null
    ? digestOf(value)
    : `hmac-sha256:${createHmac('sha256', Buffer.from(salt, 'base64')).update(canonical(value)).digest('hex')}`
