import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { moment } from '@/server/services/limits'
import { authorize, transact, type Context } from '@/server/services/context'

const LONGEST_DAYS = 90

export const delegateInput = z.object({
  /** Who decides in the caller's place. */
  to: z.string().max(100),
  until: moment,
  reason: z.string().trim().max(200).default(''),
})

/**
 * Has somebody else decide reviews in the caller's place until then. They get the caller's inbox, not the caller's
 * clearance; what the caller may not decide they may not decide for them.
 * @throws BatonError invalid (no time to come, or too long) · not_found · conflict (to oneself; the two have one already) ·
 * forbidden (the caller only stands in for somebody)
 */
export async function delegateReviews(
  ctx: Context,
  { to, until, reason }: z.infer<typeof delegateInput>,
): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'review.decide')
  const [from, workspaceId, now] = [scope.actor.id, scope.workspace.id, Date.now()]
  if (scope.actor.kind !== 'person')
    throw new BatonError('forbidden', 'Only a person hands reviews to another.')
  if (
    scope.grants?.some(({ permission }) => permission === 'review.decide') &&
    !scope.roles.includes('reviewer')
  )
    throw new BatonError('forbidden', 'What you decide in another’s place you cannot hand on.')
  if (to === from) throw new BatonError('conflict', 'You decide these yourself already.')
  if (until.getTime() <= now || until.getTime() > now + LONGEST_DAYS * 86_400_000) {
    const message = `a day to come, at most ${LONGEST_DAYS} days from now`
    throw new BatonError('invalid', `It ends on ${message}.`, [{ pointer: '/until', message }])
  }
  return transact(scope, async (tx, record) => {
    const member = await tx.membership.findFirst({
      where: { workspaceId, userId: to, disabledAt: null, user: { disabledAt: null } },
    })
    if (!member) throw new BatonError('not_found', 'There is no such member in this workspace.')
    await tx.$queryRaw`SELECT 1 FROM membership WHERE workspace_id = ${workspaceId} AND user_id = ${from} FOR NO KEY UPDATE`
    const held = { workspaceId, fromId: from, toId: to, endedAt: null, until: { gt: new Date() } }
    if ((await tx.delegation.count({ where: held })) > 0)
      throw new BatonError('conflict', 'They decide in your place already. End that first to change it.')
    const id = newId('dlg')
    await tx.delegation.create({ data: { id, workspaceId, fromId: from, toId: to, until, reason } })
    await record({
      kind: 'delegation.created',
      data: { delegation: id, from, to, until: until.toISOString() },
      ...(reason && { sealed: { reason } }),
    })
    return { id }
  })
}

/** Ends a delegation before its time: whoever gave it, whoever has it, or an admin. @throws BatonError not_found */
export async function endDelegation(ctx: Context, { id }: { id: string }): Promise<void> {
  const scope = await authorize(ctx, 'review.read')
  const mine = scope.may('member.edit') ? {} : { OR: [{ fromId: scope.actor.id }, { toId: scope.actor.id }] }
  await transact(scope, async (tx, record) => {
    const [ended] = await tx.delegation.updateManyAndReturn({
      where: { id, workspaceId: scope.workspace.id, endedAt: null, until: { gt: new Date() }, ...mine },
      data: { endedAt: new Date() },
    })
    if (!ended) throw new BatonError('not_found', 'There is no such delegation that you may end.')
    await record({
      kind: 'delegation.ended',
      data: { delegation: id, from: ended.fromId, to: ended.toId },
    })
  })
}
