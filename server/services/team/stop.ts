import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { turnedOff } from '../stop/turned'
import { asJson } from './as-json'
import { findStoppable } from './find-stoppable'

/**
 * The kill switch of one team: within two seconds no step of its runs begins and what is under way is broken off, calls
 * of models included; a write whose request is out is left to finish. Its runs, and those that they called, are held where
 * they stand and go on by themselves once it is resumed; meanwhile none is started.
 * @throws BatonError not_found | conflict when it is stopped already
 */
export async function stopTeam(
  ctx: Context,
  { slug, reason }: { slug: string; reason: string },
): Promise<{ slug: string }> {
  const scope = await authorize(ctx, 'team.stop')
  await transact(scope, async (tx, record) => {
    const team = await findStoppable(tx, scope.workspace.id, slug)
    const { count } = await tx.team.updateMany({
      where: { id: team.id, stoppedAt: null },
      data: { stoppedAt: new Date(), stoppedBy: asJson(scope.actor), stopReason: reason },
    })
    if (count === 0) throw new BatonError('conflict', `${team.name} is stopped already.`)
    await record({ kind: 'team.stopped', team: team.id, subject: slug, data: { slug, reason } })
  })
  await turnedOff(scope)
  return { slug }
}
