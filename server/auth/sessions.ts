import type { UserSession } from '@/prisma/generated/client'
import type { Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { recordClosed, type SignInMethod } from './session-record'

/** However long a console stays open, its person signs in anew after a week: what their provider says is asked again. */
const MOST_MS = 7 * 86_400_000
/** To the minute is enough, and spares a write at each call. */
const SEEN_EVERY_MS = 60_000

export interface Opening {
  userId: string
  method: SignInMethod
  address: string
  /** What the browser calls itself. */
  agent: string
}

/** A browser that has just signed in. @returns its id, which its cookie carries */
export async function openSession(
  { prisma }: Db,
  { userId, method, address, agent }: Opening,
): Promise<string> {
  const id = newId('ses')
  await prisma.userSession.create({
    data: { id, userId, method, address: address.slice(0, 64), agent: agent.slice(0, 256) },
  })
  return id
}

/** Whether a session is worth nothing any more, anywhere. */
export const isOver = (
  { endedAt, createdAt }: Pick<UserSession, 'endedAt' | 'createdAt'>,
  now = Date.now(),
) => endedAt !== null || now - createdAt.getTime() >= MOST_MS

/** Notes that a session is in use. */
export async function seeSession(
  { prisma }: Db,
  { id, seenAt }: Pick<UserSession, 'id' | 'seenAt'>,
): Promise<void> {
  if (Date.now() - seenAt.getTime() < SEEN_EVERY_MS) return
  await prisma.userSession.updateMany({ where: { id, endedAt: null }, data: { seenAt: new Date() } })
}

/** It ends because its person signs out; on the record where it still held. */
export async function closeSession(db: Db, { userId, id }: { userId: string; id: string }): Promise<void> {
  const { count } = await db.prisma.userSession.updateMany({
    where: { id, userId, endedAt: null },
    data: { endedAt: new Date() },
  })
  if (count > 0) await recordClosed(db, userId, id)
}

/** Of a person's memberships those that a session counts for: not kept out there, nor ended by that workspace's admins. */
export const openIn = <T extends { workspaceId: string; disabledAt: Date | null }>(
  memberships: readonly T[],
  { endedIn }: Pick<UserSession, 'endedIn'>,
): T[] =>
  memberships.filter(({ workspaceId, disabledAt }) => disabledAt === null && !endedIn.includes(workspaceId))

/** Whether a session lets its person in at all. Who belongs to no workspace comes in and is told so. */
export const counts = (
  memberships: readonly { workspaceId: string; disabledAt: Date | null }[],
  session: Pick<UserSession, 'endedAt' | 'createdAt' | 'endedIn'>,
): boolean => !isOver(session) && (memberships.length === 0 || openIn(memberships, session).length > 0)

/** Whether a browser's session still lets its person into a workspace. */
export async function holdsIn(
  { prisma }: Db,
  { id, userId, workspaceId }: { id: string; userId: string; workspaceId: string },
): Promise<boolean> {
  const session = await prisma.userSession.findUnique({ where: { id, userId } })
  return (
    session !== null && !isOver(session) && openIn([{ workspaceId, disabledAt: null }], session).length > 0
  )
}
