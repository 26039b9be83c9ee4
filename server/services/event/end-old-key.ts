import type { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'
import { PREVIOUS_ENDED, previousHolds } from '../signed/keys'
import { findSource, type sourceInput } from './find-source'

/**
 * Ends the key before the last new one at once, where it still holds: whoever has it can send nothing more.
 * @throws BatonError not_found · conflict (none holds)
 */
export async function endOldSourceKey(ctx: Context, { id }: z.infer<typeof sourceInput>): Promise<void> {
  const scope = await authorize(ctx, 'event.edit')
  await transact(scope, async (tx, record) => {
    const source = await findSource(tx, scope.workspace.id, id)
    if (!previousHolds(source))
      throw new BatonError('conflict', 'Only one key of this event source holds. Make a new one first.')
    await tx.eventSource.update({ where: { id }, data: PREVIOUS_ENDED })
    await record({ kind: 'event_source.old_key_ended', subject: source.name, data: { source: id } })
  })
}
