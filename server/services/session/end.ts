import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { refuseStranger } from './list'

export const endSessionInput = z.object({ id: z.string().max(100) })

/**
 * Signs one of the caller's own browsers out, from its next request on.
 * @throws BatonError not_found when there is none of theirs that holds
 */
export async function endSession(ctx: Context, { id }: z.infer<typeof endSessionInput>): Promise<void> {
  const scope = await authorize(ctx, 'workspace.read')
  await transact(scope, async (tx, record) => {
    const { count } = await tx.userSession.updateMany({
      where: { id, userId: scope.actor.id, endedAt: null },
      data: { endedAt: new Date() },
    })
    if (count === 0) throw new BatonError('not_found', 'There is no such session of yours, or it is over.')
    await record({ kind: 'session.ended', data: { member: scope.actor.id, sessions: [id] } })
  })
}

/** Signs all of the caller's other browsers out. @returns how many */
export async function endOtherSessions(ctx: Context): Promise<{ ended: number }> {
  const scope = await authorize(ctx, 'workspace.read')
  return transact(scope, async (tx, record) => {
    const held = {
      userId: scope.actor.id,
      endedAt: null,
      ...(scope.session && { id: { not: scope.session } }),
    }
    const rows = await tx.userSession.updateManyAndReturn({
      where: held,
      data: { endedAt: new Date() },
      select: { id: true },
    })
    const sessions = rows.map(({ id }) => id)
    if (sessions.length > 0)
      await record({ kind: 'session.ended', data: { member: scope.actor.id, sessions } })
    return { ended: sessions.length }
  })
}

export const endSessionsOfInput = z.object({
  member: z.string().max(100),
  /** One of theirs; absent: all. */
  id: z.string().max(100).optional(),
})

/**
 * Ends a member's sessions in this workspace: they sign in anew to come back. In other workspaces they go on, since those
 * have admins of their own.
 * @throws BatonError not_found
 */
export async function endSessionsOf(
  ctx: Context,
  { member, id }: z.infer<typeof endSessionsOfInput>,
): Promise<{ ended: number }> {
  const scope = await authorize(ctx, 'member.edit')
  await refuseStranger(scope, member)
  const here = scope.workspace.id
  return transact(scope, async (tx, record) => {
    const rows = await tx.userSession.updateManyAndReturn({
      where: {
        userId: member,
        endedAt: null,
        NOT: { endedIn: { has: here } },
        ...(id !== undefined && { id }),
      },
      data: { endedIn: { push: here } },
      select: { id: true },
    })
    const sessions = rows.map((row) => row.id)
    if (id !== undefined && sessions.length === 0)
      throw new BatonError('not_found', 'There is no such session of theirs, or it is over.')
    if (sessions.length > 0) await record({ kind: 'session.ended', data: { member, sessions } })
    return { ended: sessions.length }
  })
}
