import { z } from 'zod'
import { eventNameSchema } from '@/domain/event/event'
import { nameSchema } from '@/domain/name'
import { BatonError } from '@/domain/problem'
import { secretBox } from '@/server/auth/secret-box'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'
import { newWebhookKey } from '@/server/auth/webhook-key'
import { findSource } from './find-source'

const MOST = 50

export const putSourceInput = z.object({
  /** Absent for a new one. */
  id: z.string().max(60).optional(),
  name: nameSchema(80, 'what sends, as in “Warehouse”'),
  /** Names of the events it may send; empty for all. */
  events: z.array(eventNameSchema).max(50).default([]),
})

/**
 * Makes or changes an event source. Its key is returned when it is made and never again.
 * @throws BatonError not_found · conflict (too many)
 */
export async function putSource(
  ctx: Context,
  { id: given, name, events }: z.infer<typeof putSourceInput>,
): Promise<{ id: string; key?: string }> {
  const scope = await authorize(ctx, 'event.edit')
  const workspaceId = scope.workspace.id
  return transact(scope, async (tx, record) => {
    if (given !== undefined) {
      const { id } = await findSource(tx, workspaceId, given)
      await tx.eventSource.update({ where: { id }, data: { name, events } })
      await record({ kind: 'event_source.changed', subject: name, data: { source: id, events } })
      return { id }
    }
    if ((await tx.eventSource.count({ where: { workspaceId } })) >= MOST)
      throw new BatonError('conflict', `There are ${MOST} event sources already. Remove one first.`)
    const id = newId('src')
    const key = newWebhookKey()
    const secretSealed = secretBox().seal(key)
    await tx.eventSource.create({
      data: { id, workspaceId, name, events, secretSealed, createdBy: scope.actor },
    })
    await record({ kind: 'event_source.added', subject: name, data: { source: id, events } })
    return { id, key }
  })
}
