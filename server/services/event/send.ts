import { z } from 'zod'
import { eventNameSchema } from '@/domain/event/event'
import { canonicalJson, type JsonValue } from '@/domain/record/canonical'
import { authorize, type Context } from '../context'
import { deliver, type Delivered } from './deliver'

export const sendEventInput = z.object({
  event: eventNameSchema,
  key: z
    .union([z.string(), z.number()])
    .describe('What correlates it with the runs that wait, as an order number'),
  data: z.unknown().describe('What happened: what the waiting runs write to their state'),
  /** The same key sends the same event once. */
  idempotencyKey: z.string().trim().min(1).max(120).optional(),
})

/**
 * Sends an event to the runs that wait for it, as a program or person with a role that may.
 * @throws BatonError invalid (pointers into the input) · conflict (the idempotency key came with another event)
 */
export async function sendEvent(ctx: Context, input: z.infer<typeof sendEventInput>): Promise<Delivered> {
  const scope = await authorize(ctx, 'event.send')
  const { event, key, data, idempotencyKey: id } = input
  const body = () =>
    Buffer.from(canonicalJson({ event, key, data: (data ?? null) as JsonValue }, { integers: 'any' }))
  return deliver(scope, {
    event,
    key,
    data,
    sourceId: `${scope.workspace.id}:${scope.actor.id}`,
    ...(id === undefined ? {} : { message: { id, body: body() } }),
  })
}
