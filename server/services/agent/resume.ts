import { Prisma } from '@/prisma/generated/client'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { turnedOn } from '../stop/turned'
import { findAgent, type StoredAgent } from './find'

/**
 * Lets a stopped agent work again; runs that were held at it go on.
 * @throws BatonError not_found | conflict when it is not stopped
 */
export async function resumeAgent(
  ctx: Context,
  input: { slug: string; reason?: string },
): Promise<StoredAgent> {
  const scope = await authorize(ctx, 'agent.stop')
  const resumed = await transact(scope, async (tx, record) => {
    const agent = await findAgent(tx, scope.workspace.id, input.slug)
    const { count } = await tx.agent.updateMany({
      where: { id: agent.id, stoppedAt: { not: null } },
      data: { stoppedAt: null, stoppedBy: Prisma.DbNull, stopReason: null },
    })
    if (count === 0) throw new BatonError('conflict', `${agent.definition.name} is not stopped.`)
    await record({
      kind: 'agent.resumed',
      subject: agent.slug,
      data: { agent: agent.slug, reason: input.reason ?? '' },
    })
    return findAgent(tx, scope.workspace.id, input.slug)
  })
  await turnedOn(scope)
  return resumed
}
