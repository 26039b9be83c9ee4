import { z } from 'zod'
import { eventNameSchema, sourceActor } from '@/domain/event/event'
import { BatonError, brief } from '@/domain/problem'
import { shapeProblems } from '@/domain/team/parse'
import type { Db } from '@/server/db/client'
import { parseJson, refuseUnsigned } from '../signed/signed-message'
import type { SignedHeaders } from '@/server/auth/webhook-key'
import { deliver, type Delivered } from './deliver'

/** As Standard Webhooks advises a payload: what kind of thing happened, and what. */
const bodySchema = z.object({
  /** Signed with the body, which the address is not. */
  type: z.string().optional(),
  key: z.union([z.string(), z.number()]),
  data: z.unknown(),
})

/**
 * Takes an event from a source: whoever holds its key may send what it may send. The message's id makes it one event,
 * however often it is sent; with another body it is refused.
 * @param body the raw bytes, which are what is signed
 * @throws BatonError not_found · unauthenticated (signature, time) · conflict (switched off, the id was used with another
 * body) · forbidden (an event that this source may not send) · invalid (pointers into the body)
 */
export async function receiveEvent(
  db: Db,
  sent: { source: string; event: string; headers: SignedHeaders; body: Buffer; now?: Date },
): Promise<Delivered> {
  const { headers, body, now = new Date() } = sent
  const source = await db.prisma.eventSource.findUnique({ where: { id: sent.source } })
  if (!source) throw new BatonError('not_found', 'There is no such event source.')
  refuseUnsigned(source, headers, body, now)
  if (!source.enabled) throw new BatonError('conflict', 'This event source is switched off.')
  const event = eventNameSchema.safeParse(sent.event)
  if (!event.success) throw new BatonError('invalid', `${brief(sent.event)} is no name of an event.`)
  if (source.events.length > 0 && !source.events.includes(event.data))
    throw new BatonError('forbidden', `This event source may not send ${event.data}.`)
  const { type, key, data } = parseBody(body)
  if (type !== undefined && type !== event.data)
    throw new BatonError('invalid', 'The body is of another event than the address.', [
      { pointer: '/type', message: 'is another event', expected: event.data },
    ])
  const workspace = await db.prisma.workspace.findUniqueOrThrow({ where: { id: source.workspaceId } })
  const delivered = await deliver(
    { db, actor: sourceActor(source), workspace, roles: [] },
    { event: event.data, key, data, sourceId: source.id, message: { id: headers.id, body } },
  )
  // Not in the event's own transaction: there all events of a source would take turns.
  await db.pool.query(
    `update event_source set last_at = now() where id = $1 and (last_at is null or last_at < now() - interval '1 s')`,
    [source.id],
  )
  return delivered
}

function parseBody(body: Buffer): z.infer<typeof bodySchema> {
  const parsed = bodySchema.safeParse(parseJson(body))
  if (parsed.success) return parsed.data
  throw new BatonError(
    'invalid',
    'The body is not an event: {"type", "key", "data"}.',
    shapeProblems(parsed.error),
  )
}
