import type { Db } from '@/server/db/client'
import { Attempts } from './attempts'
import { keptOut } from './kept-out'
import type { Origin } from './origin'
import { verifyPassword } from './password'
import { practiceAccounts } from './practice'
import { recordOpened, recordRefused, recordRefusedSparingly } from './session-record'

export interface SignedIn {
  id: string
}

/** Says to the person why they are not let in, and nothing about which accounts exist. */
export class SignInRefused extends Error {}

const WRONG = 'E-mail and password do not match an account here.'

/**
 * With e-mail and password, limited in rate; on the record either way.
 * @param address where the request comes from
 * @throws SignInRefused
 */
export async function signInWithPassword(
  db: Db,
  { email: given, password, address }: { email: string; password: string; address: string },
): Promise<SignedIn> {
  const email = given.trim().toLowerCase()
  const attempts = Attempts.of(db)
  const over = await attempts.take(email, address)
  const user = await db.prisma.user.findUnique({ where: { email }, include: { memberships: true } })
  const refusal = { email, userId: user?.id, method: 'password', address } as const
  if (over) {
    // Only the first of a series is written down: the record is not for an attacker to fill.
    if (over.first) await recordRefused(db, { ...refusal, reason: 'too_many' })
    throw new SignInRefused(`Too many attempts. Try again in ${over.seconds} seconds.`)
  }
  if (!(await verifyPassword(user?.passwordHash, password)) || !user) {
    await recordRefused(db, { ...refusal, reason: user ? 'wrong_password' : 'unknown_account' })
    throw new SignInRefused(WRONG)
  }
  if (keptOut(user)) {
    await recordRefused(db, { ...refusal, reason: 'disabled' })
    throw new SignInRefused('This account is disabled. An admin of the workspace can enable it again.')
  }
  await attempts.forgive(email)
  await recordOpened(db, { userId: user.id, method: 'password', address })
  return { id: user.id }
}

/**
 * As a practice account, by one click; decides anew whether that is offered.
 * @throws SignInRefused
 */
export async function signInToPractice(
  db: Db,
  { userId, host, forwarded, address }: { userId: string } & Origin,
): Promise<SignedIn> {
  const offered = await practiceAccounts(db, host, forwarded)
  if (!offered.some(({ id }) => id === userId)) {
    const known = await db.prisma.user.count({ where: { id: userId } })
    await recordRefusedSparingly(db, {
      ...(known ? { userId } : {}),
      reason: 'not_offered',
      method: 'practice',
      address,
    })
    throw new SignInRefused('Practice accounts are not offered here any more. Sign in with your own account.')
  }
  await recordOpened(db, { userId, method: 'practice', address })
  return { id: userId }
}
