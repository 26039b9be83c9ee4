import type { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'
import { PREVIOUS_ENDED, previousHolds } from '../signed/keys'
import { findTrigger } from './find'
import type { rotateTriggerInput } from './rotate'

/**
 * Ends the key of a webhook before its last new one at once, where it still holds: whoever has it can start nothing more.
 * @throws BatonError not_found · conflict (none holds, as for what is no webhook)
 */
export async function endOldTriggerKey(
  ctx: Context,
  { id }: z.infer<typeof rotateTriggerInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'trigger.edit')
  await transact(scope, async (tx, record) => {
    const trigger = await findTrigger(tx, scope.workspace.id, id)
    if (!previousHolds(trigger))
      throw new BatonError('conflict', 'Only one key of this trigger holds. Make a new one first.')
    await tx.teamTrigger.update({ where: { id }, data: PREVIOUS_ENDED })
    const { kind, name: subject, teamId: team } = trigger
    await record({ kind: 'trigger.old_key_ended', team, subject, data: { trigger: id, kind } })
  })
}
