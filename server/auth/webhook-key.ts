import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

// Signatures as in Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md),
// so that any of its client libraries can send.

const PREFIX = 'whsec_'
const KEY_BYTES = 32
/** Seconds that a message's time may be from ours, either way. */
export const TOLERANCE_S = 5 * 60

/** `whsec_` and 32 random bytes in base64, as the standard writes a symmetric key (24 to 64 bytes). */
export const newWebhookKey = (): string => PREFIX + randomBytes(KEY_BYTES).toString('base64')

/** The headers by which a message says what it is. */
export interface SignedHeaders {
  id: string
  /** Unix time in seconds, as it was sent */
  timestamp: string
  /** Space-delimited `v1,<base64>`; several while a sender changes its key */
  signature: string
}

/** `v1,` and the HMAC-SHA256 over `id.timestamp.body` in base64. */
export const signMessage = (key: string, id: string, timestamp: string, body: Uint8Array): string =>
  `v1,${mac(key, id, timestamp, body).toString('base64')}`

/**
 * Why a message is not what a holder of one of the keys sent just now, in a sentence; undefined when it is. Compared in
 * constant time.
 */
export function signatureProblem(
  keys: readonly string[],
  { id, timestamp, signature }: SignedHeaders,
  body: Uint8Array,
  now: Date,
): string | undefined {
  if (!/^\d{1,12}$/.test(timestamp)) return 'webhook-timestamp is not a time in seconds since 1970.'
  const given = signature.split(' ').flatMap((each) => {
    const [version, value = ''] = each.split(',')
    return version === 'v1' ? [Buffer.from(value, 'base64')] : []
  })
  const signed = keys.some((key) => {
    const expected = mac(key, id, timestamp, body)
    return given.some((each) => each.length === expected.length && timingSafeEqual(each, expected))
  })
  if (!signed) return 'The signature does not fit the message.'
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S)
    return 'The message was signed more than 5 minutes ago, or in the future: sign it anew, and check the clock.'
  return undefined
}

function mac(key: string, id: string, timestamp: string, body: Uint8Array): Buffer {
  const secret = Buffer.from(key.slice(PREFIX.length), 'base64')
  return createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest()
}
