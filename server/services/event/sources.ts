import { z } from 'zod'
import { actorSchema } from '@/domain/actor'
import { eventNameSchema } from '@/domain/event/event'
import { nameSchema } from '@/domain/name'
import { BatonError } from '@/domain/problem'
import type { EventSource } from '@/prisma/generated/client'
import { secretBox } from '@/server/auth/secret-box'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'
import { newWebhookKey } from '../signed/webhook-key'

const MOST = 50
/** The key before holds on for so long, so that senders can change over. */
const OVERLAP_MS = 24 * 3_600_000

export const putSourceInput = z.object({
  /** Absent for a new one. */
  id: z.string().max(60).optional(),
  name: nameSchema(80, 'what sends, as in “Warehouse”'),
  /** Names of the events it may send; empty for all. */
  events: z.array(eventNameSchema).max(50).default([]),
})
export const sourceInput = z.object({ id: z.string().max(60) })
export const enableSourceInput = sourceInput.extend({ enabled: z.boolean() })

/** The workspace's event sources by name. Their keys are never shown again. */
export async function listSources(ctx: Context) {
  const { db, workspace } = await authorize(ctx, 'event.read')
  const rows = await db.prisma.eventSource.findMany({
    where: { workspaceId: workspace.id },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  const now = new Date()
  return rows.map(({ id, name, events, enabled, lastAt, previousUntil, createdBy, createdAt }) => ({
    ...{ id, name, events, enabled, lastAt, createdAt },
    /** Where it sends, below the console's address; the event's name comes last. */
    path: `/api/events/${id}/`,
    previousUntil: previousUntil && previousUntil > now ? previousUntil : null,
    createdBy: actorSchema.safeParse(createdBy).data?.name ?? 'unknown',
  }))
}

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

/** Gives a source a new key, which is returned once; the old one holds for another day. @throws BatonError not_found */
export async function rotateSource(
  ctx: Context,
  { id }: z.infer<typeof sourceInput>,
): Promise<{ key: string }> {
  const scope = await authorize(ctx, 'event.edit')
  return transact(scope, async (tx, record) => {
    const { name, secretSealed: previousSealed } = await findSource(tx, scope.workspace.id, id)
    const key = newWebhookKey()
    const previousUntil = new Date(Date.now() + OVERLAP_MS)
    await tx.eventSource.update({
      where: { id },
      data: { secretSealed: secretBox().seal(key), previousSealed, previousUntil },
    })
    await record({ kind: 'event_source.key_rotated', subject: name, data: { source: id } })
    return { key }
  })
}

/** Switches a source on or off: what it sends while off is refused. @throws BatonError not_found */
export async function enableSource(
  ctx: Context,
  { id, enabled }: z.infer<typeof enableSourceInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'event.edit')
  await transact(scope, async (tx, record) => {
    const { name } = await findSource(tx, scope.workspace.id, id)
    await tx.eventSource.update({ where: { id }, data: { enabled } })
    const kind = enabled ? 'event_source.enabled' : 'event_source.disabled'
    await record({ kind, subject: name, data: { source: id } })
  })
}

/** Removes a source with its keys; what it sent stays. @throws BatonError not_found */
export async function removeSource(ctx: Context, { id }: z.infer<typeof sourceInput>): Promise<void> {
  const scope = await authorize(ctx, 'event.edit')
  await transact(scope, async (tx, record) => {
    const { name } = await findSource(tx, scope.workspace.id, id)
    await tx.eventSource.delete({ where: { id } })
    await record({ kind: 'event_source.removed', subject: name, data: { source: id } })
  })
}

async function findSource(tx: Tx, workspaceId: string, id: string): Promise<EventSource> {
  const row = await tx.eventSource.findFirst({ where: { id, workspaceId } })
  if (!row) throw new BatonError('not_found', 'There is no such event source in this workspace.')
  return row
}
