import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { canonicalBytes, type CanonicalOptions } from '@/domain/record/canonical'

/**
 * The name of a value by its content: `sha256:` and the 64 hex digits of SHA-256 over its canonical bytes
 * (RFC 8785). Equal values have equal digests, whatever the order of their keys.
 * @throws CanonicalJsonError when the value has no canonical form.
 */
export function digestOf(value: unknown, options: CanonicalOptions = {}): string {
  return 'sha256:' + toHex(sha256(canonicalBytes(value, options)))
}

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nobleSha256(bytes)
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return bytesToHex(bytes)
}

/** @throws when the text is not an even number of hex digits. */
export function fromHex(hex: string): Uint8Array {
  return hexToBytes(hex)
}

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/**
 * The bytes of a base64 text. Only the one canonical spelling is taken: full padding, no whitespace, unused bits
 * zero (RFC 4648 section 3.5), so that two different texts never carry the same signature.
 * @throws RangeError otherwise.
 */
export function fromBase64(text: string): Uint8Array {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    throw new RangeError('Not base64')
  }
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
  if (toBase64(bytes) !== text) throw new RangeError('Not canonical base64')
  return bytes
}

/** Whether two byte strings are the same; takes the same time wherever they differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number)
  return difference === 0
}
