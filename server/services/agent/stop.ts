import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { turnedOff } from '../stop/turned'
import { asJson } from '../team/as-json'
import { findAgent, type StoredAgent } from './find'

/**
 * The kill switch of one agent: within two seconds no step of it begins and what is under way is broken off, calls of
 * models included. Runs that reach it are held there and go on by themselves once it is resumed.
 * @throws BatonError not_found | conflict when it is stopped already
 */
export async function stopAgent(ctx: Context, input: { slug: string; reason: string }): Promise<StoredAgent> {
  const scope = await authorize(ctx, 'agent.stop')
  const stopped = await transact(scope, async (tx, record) => {
    const agent = await findAgent(tx, scope.workspace.id, input.slug)
    const { count } = await tx.agent.updateMany({
      where: { id: agent.id, stoppedAt: null },
      data: { stoppedAt: new Date(), stoppedBy: asJson(scope.actor), stopReason: input.reason },
    })
    if (count === 0) throw new BatonError('conflict', `${agent.definition.name} is stopped already.`)
    await record({
      kind: 'agent.stopped',
      subject: agent.slug,
      data: { agent: agent.slug, reason: input.reason },
    })
    return findAgent(tx, scope.workspace.id, input.slug)
  })
  await turnedOff(scope)
  return stopped
}
