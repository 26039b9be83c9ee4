import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { findAgent, type StoredAgent } from './find'

/**
 * The kill switch of one agent: no step of it starts until it is resumed; runs that reach it wait.
 * @throws BatonError not_found | conflict when it is stopped already
 */
export async function stopAgent(ctx: Context, input: { slug: string; reason: string }): Promise<StoredAgent> {
  const scope = await authorize(ctx, 'agent.stop')
  return transact(scope, async (tx, record) => {
    const agent = await findAgent(tx, scope.workspace.id, input.slug)
    const { count } = await tx.agent.updateMany({
      where: { id: agent.id, stoppedAt: null },
      data: { stoppedAt: new Date() },
    })
    if (count === 0) throw new BatonError('conflict', `${agent.definition.name} is stopped already.`)
    await record({
      kind: 'agent.stopped',
      subject: agent.slug,
      data: { agent: agent.slug, reason: input.reason },
    })
    return findAgent(tx, scope.workspace.id, input.slug)
  })
}
