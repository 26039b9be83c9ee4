import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '@/server/env'

/** Seals secrets at rest. What is sealed is text `v1.<iv>.<ciphertext>.<tag>`, each part in base64url. */
export interface SecretBox {
  /** @returns a different text at each call, also for equal secrets */
  seal(secret: string): string
  /** @throws SecretBoxError when `sealed` is malformed, was altered, or was sealed with another key */
  open(sealed: string): string
}

export class SecretBoxError extends Error {
  constructor(
    readonly code: 'bad_key' | 'malformed' | 'unreadable',
    message: string,
  ) {
    super(message)
    this.name = 'SecretBoxError'
  }
}

const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM (NIST SP 800-38D, 96-bit random nonces) under a key derived by HKDF-SHA256 (RFC 5869), so that
 * other uses of the same installation secret do not share a key with this one.
 * @param secretKey 32 bytes in base64, as in BATON_SECRET_KEY
 * @param before the key before it, while what was sealed with that is not sealed anew
 * @throws SecretBoxError `bad_key` when either is not that
 */
export function createSecretBox(secretKey: string, before?: string): SecretBox {
  const box = boxUnder(secretKey)
  if (before === undefined) return box
  const old = boxUnder(before)
  return {
    seal: (secret) => box.seal(secret),
    open(sealed) {
      try {
        return box.open(sealed)
      } catch (error) {
        if (error instanceof SecretBoxError && error.code === 'unreadable') return old.open(sealed)
        throw error
      }
    },
  }
}

function boxUnder(secretKey: string): SecretBox {
  const material = Buffer.from(secretKey, 'base64')
  if (material.length !== 32) {
    throw new SecretBoxError('bad_key', 'BATON_SECRET_KEY must be 32 bytes in base64.')
  }
  const key = Buffer.from(hkdfSync('sha256', material, '', 'baton/secret-box/v1', 32))
  return {
    seal(secret) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return ['v1', ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.')
    },
    open(sealed) {
      const [version, iv, text, tag, ...rest] = sealed.split('.')
      if (version !== 'v1' || iv === undefined || text === undefined || tag === undefined || rest.length) {
        throw new SecretBoxError('malformed', 'A stored secret is not in the form v1.iv.ciphertext.tag.')
      }
      const nonce = Buffer.from(iv, 'base64url')
      const mark = Buffer.from(tag, 'base64url')
      // A shorter tag would verify with fewer bits; Node accepts one unless told.
      if (nonce.length !== IV_BYTES || mark.length !== TAG_BYTES) {
        throw new SecretBoxError('malformed', 'A stored secret has a nonce or tag of the wrong length.')
      }
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(mark)
        const opened = Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()])
        return opened.toString('utf8')
      } catch {
        throw new SecretBoxError(
          'unreadable',
          'A stored secret cannot be opened: it was sealed with another BATON_SECRET_KEY, or altered.',
        )
      }
    },
  }
}

let ours: SecretBox | undefined

/** The box under this installation's BATON_SECRET_KEY, which still opens what was sealed with the one before. */
export const secretBox = (): SecretBox =>
  (ours ??= createSecretBox(env().BATON_SECRET_KEY, env().BATON_OLD_SECRET_KEY))
