import { z } from 'zod'
import { permissionSchema } from '@/domain/policy/permission'
import { PERMISSION_DOES } from '@/domain/policy/permission-words'
import { BatonError } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '@/server/services/context'

export const takeAccessInput = z.object({
  permission: permissionSchema,
  minutes: z.number().int().min(1).max(240),
  reason: z.string().trim().min(10, 'why it cannot wait, in a sentence').max(500),
})

/**
 * An admin takes a permission that their roles do not give, for some minutes. All admins see it while it lasts, and it ends
 * by itself. It opens nothing that a policy forbids, and four eyes are asked for all the same.
 * @throws BatonError forbidden (not by a person) | conflict (they have it)
 */
export async function takeAccess(
  ctx: Context,
  { permission, minutes, reason }: z.infer<typeof takeAccessInput>,
): Promise<{ id: string; endsAt: Date }> {
  const scope = await authorize(ctx, 'access.break')
  if (scope.actor.kind !== 'person')
    throw new BatonError('forbidden', 'Only a person takes a permission this way, not a program.')
  if (scope.may(permission))
    throw new BatonError('conflict', `You may ${PERMISSION_DOES[permission]} already.`)
  const id = newId('brk')
  const [startedAt, userId] = [new Date(), scope.actor.id]
  const endsAt = new Date(startedAt.getTime() + minutes * 60_000)
  await transact(scope, async (tx, record) => {
    await tx.breakGlass.create({
      data: { id, workspaceId: scope.workspace.id, userId, permission, reason, startedAt, endsAt },
    })
    await record({
      kind: 'access.taken',
      subject: permission,
      data: { access: id, permission, minutes, until: endsAt.toISOString() },
      sealed: { reason },
    })
  })
  return { id, endsAt }
}

/** Gives it back before its time; any admin may end it. @throws BatonError not_found */
export async function endAccess(ctx: Context, { id }: { id: string }): Promise<void> {
  const scope = await authorize(ctx, 'access.break')
  await transact(scope, async (tx, record) => {
    const [ended] = await tx.breakGlass.updateManyAndReturn({
      where: { id, workspaceId: scope.workspace.id, endedAt: null, endsAt: { gt: new Date() } },
      data: { endedAt: new Date() },
    })
    if (!ended) throw new BatonError('not_found', 'There is no such permission taken, or it has ended.')
    await record({
      kind: 'access.returned',
      subject: ended.permission,
      data: { access: id, permission: ended.permission, of: ended.userId },
    })
  })
}
