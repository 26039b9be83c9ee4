import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalBytes } from '../record/canonical'

/** 80 bits: among a million values of one run two alike are as good as impossible (1 in 2.4 × 10¹²). */
const CHARACTERS = 16
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * A name for a value that tells nothing of it: HMAC-SHA256 (RFC 2104) over its canonical form (RFC 8785), in base32
 * (RFC 4648). The same value has the same name under one key, and another under another.
 */
export function pseudonymOf(key: Uint8Array, value: unknown): string {
  const digest = hmac(sha256, key, canonicalBytes(value))
  let text = ''
  for (let i = 0; i < CHARACTERS; i++) {
    const bit = i * 5
    const two = ((digest[bit >> 3] ?? 0) << 8) | (digest[(bit >> 3) + 1] ?? 0)
    text += ALPHABET.charAt((two >> (11 - (bit & 7))) & 31)
  }
  return `alias-${text}`
}

/** Whether a text has the form of a pseudonym. */
export const isPseudonym = (text: string): boolean => /^alias-[a-z2-7]{16}$/.test(text)
