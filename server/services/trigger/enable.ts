import { z } from 'zod'
import { authorize, transact, type Context } from '../context'
import { findTrigger } from './find'
import { nextOf } from './put'

export const enableTriggerInput = z.object({ id: z.string().max(60), enabled: z.boolean() })

/** Switches a trigger on or off. @throws BatonError not_found */
export async function enableTrigger(
  ctx: Context,
  { id, enabled }: z.infer<typeof enableTriggerInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'trigger.edit')
  await transact(scope, async (tx, record) => {
    const trigger = await findTrigger(tx, scope.workspace.id, id)
    const nextAt = nextOf(trigger, enabled, new Date())
    await tx.teamTrigger.update({ where: { id }, data: { enabled, nextAt } })
    await record({
      kind: enabled ? 'trigger.enabled' : 'trigger.disabled',
      team: trigger.teamId,
      subject: trigger.name,
      data: { trigger: id, kind: trigger.kind },
    })
  })
}
