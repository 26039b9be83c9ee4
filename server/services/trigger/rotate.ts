import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'
import { renewed } from '../signed/keys'
import { findTrigger } from './find'
import { newLink } from './put'

export const rotateTriggerInput = z.object({ id: z.string().max(60) })

/**
 * Gives a webhook a new key, which is returned once while the old one holds for another day; or a form a new link, and
 * the old one ends at once.
 * @throws BatonError not_found | conflict for a schedule, which has neither
 */
export async function rotateTrigger(
  ctx: Context,
  { id }: z.infer<typeof rotateTriggerInput>,
): Promise<{ key?: string }> {
  const scope = await authorize(ctx, 'trigger.edit')
  return transact(scope, async (tx, record) => {
    const trigger = await findTrigger(tx, scope.workspace.id, id)
    const { kind, name: subject, teamId: team } = trigger
    const entry = { team, subject, data: { trigger: id, kind } }
    switch (kind) {
      case 'webhook': {
        const { key, keys } = renewed(trigger)
        await tx.teamTrigger.update({ where: { id }, data: keys })
        await record({ kind: 'trigger.key_rotated', ...entry })
        return { key }
      }
      case 'form':
        await tx.teamTrigger.update({ where: { id }, data: newLink() })
        await record({ kind: 'trigger.link_revoked', ...entry })
        return {}
      case 'schedule':
        throw new BatonError('conflict', 'A schedule has neither a key nor a link.')
    }
  })
}
