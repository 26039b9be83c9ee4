import { isOver } from '@/server/auth/sessions'
import { BatonError } from '@/domain/problem'
import { authorize, type Context, type Scope } from '@/server/services/context'

export interface ListedSession {
  id: string
  method: string
  createdAt: Date
  seenAt: Date
  /** Whether it is the one that asks. */
  here: boolean
}

export interface OwnSession extends ListedSession {
  address: string
  /** What the browser calls itself. */
  agent: string
}

const MOST = 50

/** The caller's own sessions that hold, those in use first. */
export async function listSessions(ctx: Context): Promise<OwnSession[]> {
  const scope = await authorize(ctx, 'workspace.read')
  const rows = await heldBy(scope, scope.actor.id)
  return rows.map(({ address, agent, ...row }) => ({ ...listed(scope, row), address, agent }))
}

/**
 * A member's sessions that hold here. Where they come from and with what is not for the admins of each workspace they
 * belong to.
 * @throws BatonError not_found
 */
export async function listSessionsOf(ctx: Context, { member }: { member: string }): Promise<ListedSession[]> {
  const scope = await authorize(ctx, 'member.edit')
  await refuseStranger(scope, member)
  const rows = await heldBy(scope, member)
  return rows.map((row) => listed(scope, row))
}

/** @throws BatonError not_found */
export async function refuseStranger({ db, workspace }: Scope, userId: string): Promise<void> {
  const known = await db.prisma.membership.count({ where: { workspaceId: workspace.id, userId } })
  if (known === 0) throw new BatonError('not_found', 'There is no such member in this workspace.')
}

async function heldBy({ db, workspace }: Scope, userId: string) {
  const rows = await db.prisma.userSession.findMany({
    where: { userId, endedAt: null, NOT: { endedIn: { has: workspace.id } } },
    orderBy: { seenAt: 'desc' },
    take: MOST,
  })
  return rows.filter((row) => !isOver(row))
}

const listed = (
  { session }: Scope,
  { id, method, createdAt, seenAt }: Omit<ListedSession, 'here'>,
): ListedSession => ({ id, method, createdAt, seenAt, here: id === session })
