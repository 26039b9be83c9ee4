import { createHash } from 'node:crypto'
import { canonicalJson } from '@/domain/record/canonical'

/** `sha256:` and the hex digest of a value's canonical JSON: the same as domain/record/digest.ts, with native hashing. */
export const digestOf = (value: unknown): string =>
  `sha256:${createHash('sha256')
    .update(canonicalJson(value, { integers: 'any' }))
    .digest('hex')}`
