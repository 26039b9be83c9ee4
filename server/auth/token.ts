import { createHash, randomBytes } from 'node:crypto'

/** `bt_` and 32 random bytes. */
export const newToken = (): string => `bt_${randomBytes(32).toString('base64url')}`
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
