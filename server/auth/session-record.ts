import { NOBODY, type Actor } from '@/domain/actor'
import type { Db } from '@/server/db/client'
import { appendEntries } from '@/server/record/append'

export type RefusalReason = 'unknown_account' | 'wrong_password' | 'disabled' | 'too_many' | 'no_membership'
export type SignInMethod = 'password' | 'practice' | 'oidc'

interface Opened {
  userId: string
  method: SignInMethod
  address: string
}

/** A session was opened: an entry in each workspace the person belongs to. */
export async function recordOpened(db: Db, { userId, method, address }: Opened): Promise<void> {
  const { name, memberships } = await db.prisma.user.findUniqueOrThrow({
    where: { id: userId },
    include: { memberships: true },
  })
  const actor: Actor = { kind: 'person', id: userId, name }
  await append(
    db,
    memberships.map(({ workspaceId }) => workspaceId),
    { kind: 'session.opened', actor, data: { method }, sealed: { address } },
  )
}

/** A session was refused: where the account belongs, or in the oldest workspace when there is no such account. */
export async function recordRefused(
  db: Db,
  refusal: {
    email: string
    userId?: string | undefined
    reason: RefusalReason
    method: SignInMethod
    address: string
  },
): Promise<void> {
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

type Entry = Parameters<typeof appendEntries>[2][number]

async function append(db: Db, workspaceIds: string[], entry: Entry): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    for (const workspaceId of workspaceIds) await appendEntries(tx, workspaceId, [entry])
  })
}
