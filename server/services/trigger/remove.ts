import { z } from 'zod'
import { authorize, transact, type Context } from '../context'
import { findTrigger } from './find'

export const removeTriggerInput = z.object({ id: z.string().max(60) })

/** Removes a trigger with its key or link; runs that it started go on. @throws BatonError not_found */
export async function removeTrigger(ctx: Context, { id }: z.infer<typeof removeTriggerInput>): Promise<void> {
  const scope = await authorize(ctx, 'trigger.edit')
  await transact(scope, async (tx, record) => {
    const trigger = await findTrigger(tx, scope.workspace.id, id)
    await tx.receivedMessage.deleteMany({ where: { senderId: id } })
    await tx.teamTrigger.delete({ where: { id } })
    await record({
      kind: 'trigger.removed',
      team: trigger.teamId,
      subject: trigger.name,
      data: { trigger: id, kind: trigger.kind },
    })
  })
}
