import type { Db, Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { env } from '@/server/env'
import { keepToClaims } from './claimed-groups'
import { keptOut } from './kept-out'
import { recordOpened, recordRefusedSparingly, type RefusalReason } from './session-record'
import type { SignedIn } from './sign-in'

/** What the provider says about somebody who has signed in there. */
export interface Identity {
  email: string
  /** Whether it vouches that the address is theirs */
  verified: boolean
  name?: string
  /** Its groups that they are in; none where it does not say. */
  groups?: readonly string[]
}

/**
 * With an identity of the provider: the account of that verified e-mail. Who has none gets one only where a group of theirs
 * belongs to a group here and their domain is on the list; without both an admin makes accounts. Groups are what the
 * provider says now. Practice accounts are nobody's identity. On the record either way.
 * @returns the account, or why not
 */
export async function signInWithIdentity(
  db: Db,
  { email: given, verified, name, groups = [] }: Identity,
  address: string,
): Promise<SignedIn | { refused: RefusalReason }> {
  const email = given.trim().toLowerCase()
  const found = await db.prisma.user.findUnique({ where: { email }, include: { memberships: true } })
  const user = found?.practice ? null : found
  const allowed = isAllowed(email)
  if (verified && allowed && (user ? !keptOut(user) : !found)) {
    const id = await db.prisma.$transaction(async (tx) => {
      const account = user?.id ?? (await newAccount(tx, { email, name, groups }))
      if (account) await keepToClaims(tx, account, groups)
      return account
    })
    if (id) {
      await recordOpened(db, { userId: id, method: 'oidc', address })
      return { id }
    }
  }
  const reason = !verified
    ? 'unverified_email'
    : !allowed
      ? 'foreign_domain'
      : user
        ? 'disabled'
        : 'unknown_account'
  await recordRefusedSparingly(db, { email, userId: user?.id, reason, method: 'oidc', address })
  return { refused: reason }
}

const isAllowed = (email: string): boolean => {
  const domains = env().OIDC_ALLOWED_DOMAINS
  return domains === undefined || domains.includes(email.slice(email.lastIndexOf('@') + 1))
}

/** Only who belongs to a group here by what the provider says, where it says whose people come in at all. */
async function newAccount(
  tx: Tx,
  { email, name, groups }: { email: string; name: string | undefined; groups: readonly string[] },
): Promise<string | undefined> {
  if (env().OIDC_ALLOWED_DOMAINS === undefined || groups.length === 0) return undefined
  if ((await tx.peopleGroup.count({ where: { claims: { hasSome: [...groups] } } })) === 0) return undefined
  const id = newId('usr')
  await tx.user.create({ data: { id, email, name: name?.trim() || email } })
  return id
}

/** The provider's answer did not show who somebody is; there is no e-mail to keep. */
export const refuseUnproven = (db: Db, address: string): Promise<void> =>
  recordRefusedSparingly(db, { reason: 'identity_unproven', method: 'oidc', address })
