import type { Db } from '@/server/db/client'
import { keptOut } from './kept-out'
import { recordOpened, recordRefusedSparingly, type RefusalReason } from './session-record'
import type { SignedIn } from './sign-in'

/** What the provider says about somebody who has signed in there. */
export interface Identity {
  email: string
  /** Whether it vouches that the address is theirs */
  verified: boolean
}

/**
 * With an identity of the provider: the account of that verified e-mail, which an admin must have created. Practice
 * accounts are nobody's identity. On the record either way.
 * @returns the account, or why not
 */
export async function signInWithIdentity(
  db: Db,
  { email: given, verified }: Identity,
  address: string,
): Promise<SignedIn | { refused: RefusalReason }> {
  const email = given.trim().toLowerCase()
  const found = await db.prisma.user.findUnique({ where: { email }, include: { memberships: true } })
  const user = found?.practice ? null : found
  if (user && verified && !keptOut(user)) {
    await recordOpened(db, { userId: user.id, method: 'oidc', address })
    return { id: user.id }
  }
  const reason = !verified ? 'unverified_email' : user ? 'disabled' : 'unknown_account'
  await recordRefusedSparingly(db, { email, userId: user?.id, reason, method: 'oidc', address })
  return { refused: reason }
}

/** The provider's answer did not show who somebody is; there is no e-mail to keep. */
export const refuseUnproven = (db: Db, address: string): Promise<void> =>
  recordRefusedSparingly(db, { reason: 'identity_unproven', method: 'oidc', address })
