import { NOBODY, type Actor } from '@/domain/actor'
import type { Db } from '@/server/db/client'
import { appendEntries } from '@/server/record/append'
import { Attempts } from './attempts'

export type RefusalReason =
  | 'unknown_account'
  | 'wrong_password'
  | 'disabled'
  | 'too_many'
  /** The provider does not vouch for the e-mail address. */
  | 'unverified_email'
  /** Of a domain that does not come in this way. */
  | 'foreign_domain'
  /** The provider's answer did not show who it is: another's state, a used code, a foreign issuer or audience. */
  | 'identity_unproven'
  /** Practice accounts are not offered to whoever asks from there. */
  | 'not_offered'
export type SignInMethod = 'password' | 'practice' | 'oidc'

interface Opened {
  userId: string
  method: SignInMethod
  address: string
}

/** A session was opened: an entry in each workspace it lets the person into. */
export async function recordOpened(db: Db, { userId, method, address }: Opened): Promise<void> {
  await recordOf(db, userId, { kind: 'session.opened', data: { method }, sealed: { address } })
}

/** A session was closed by signing out. */
export const recordClosed = (db: Db, userId: string, session: string): Promise<void> =>
  recordOf(db, userId, { kind: 'session.closed', data: { session } })

/** In each workspace that the person may enter. */
async function recordOf(db: Db, userId: string, entry: Omit<Entry, 'actor'>): Promise<void> {
  const { name, memberships } = await db.prisma.user.findUniqueOrThrow({
    where: { id: userId },
    include: { memberships: { where: { disabledAt: null } } },
  })
  const actor: Actor = { kind: 'person', id: userId, name }
  await append(
    db,
    memberships.map(({ workspaceId }) => workspaceId),
    { ...entry, actor },
  )
}

interface Refusal {
  email?: string | undefined
  userId?: string | undefined
  reason: RefusalReason
  method: SignInMethod
  address: string
}

/** A session was refused: where the account belongs, or in the oldest workspace when there is no such account. */
export async function recordRefused(db: Db, refusal: Refusal): Promise<void> {
  const { email, userId, reason, method, address } = refusal
  const memberships = userId ? await db.prisma.membership.findMany({ where: { userId } }) : []
  const oldest = memberships.length
    ? null
    : await db.prisma.workspace.findFirst({ orderBy: { createdAt: 'asc' }, select: { id: true } })
  const workspaces = oldest ? [oldest.id] : memberships.map(({ workspaceId }) => workspaceId)
  await append(db, workspaces, {
    kind: 'session.refused',
    actor: NOBODY,
    data: { method, reason, ...(userId ? { account: userId } : {}) },
    sealed: { email, address },
  })
}

/** The same for what is refused without counting attempts: who repeats it from one address fills no record. */
export async function recordRefusedSparingly(db: Db, refusal: Refusal): Promise<void> {
  const over = await Attempts.of(db).takeFrom(refusal.address)
  if (over && !over.first) return
  await recordRefused(db, over ? { ...refusal, reason: 'too_many' } : refusal)
}

type Entry = Parameters<typeof appendEntries>[2][number]

async function append(db: Db, workspaceIds: string[], entry: Entry): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    for (const workspaceId of workspaceIds) await appendEntries(tx, workspaceId, [entry])
  })
}
