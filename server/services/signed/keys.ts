import { secretBox } from '@/server/auth/secret-box'
import { newWebhookKey } from '@/server/auth/webhook-key'

/** Where the keys of a sender stand: its own, and the one before until it ends. */
export interface SealedKeys {
  secretSealed: string | null
  previousSealed: string | null
  previousUntil: Date | null
}

/** The key before holds on for so long, so that senders can change over. */
const OVERLAP_MS = 24 * 3_600_000

/**
 * A new key, and what is stored then: it sealed, and the one that held until now, which ends in a day. One before that
 * ends at once.
 */
export function renewed({ secretSealed }: Pick<SealedKeys, 'secretSealed'>): {
  key: string
  keys: SealedKeys & { secretSealed: string }
} {
  const key = newWebhookKey()
  const previousUntil = new Date(Date.now() + OVERLAP_MS)
  return { key, keys: { secretSealed: secretBox().seal(key), previousSealed: secretSealed, previousUntil } }
}

/** What is stored once the key before is to end at once: somebody has it who should not. */
export const PREVIOUS_ENDED = { previousSealed: null, previousUntil: null }

/** Until when the key before still holds; null where there is none. */
export const previousHolds = (
  { previousSealed, previousUntil }: Pick<SealedKeys, 'previousSealed' | 'previousUntil'>,
  now = new Date(),
): Date | null => (previousSealed && previousUntil && previousUntil > now ? previousUntil : null)
