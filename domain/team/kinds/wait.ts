import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import { LONGEST_EVENT } from '../../event/event'
import { common, expressionSchema } from './common'
import { OUT, type Kind } from './kind'

const LONGEST_SECONDS = 90 * 86_400

/** Waits for an event from outside, and writes what it brings. It holds nothing while it waits. */
export const waitSchema = z.object({
  ...common,
  kind: z.literal('wait'),
  /** `order.shipped`. Empty while it is being drawn; the check of waits says what a name is. */
  event: z.string().trim().max(LONGEST_EVENT).default(''),
  /** CEL, a text or a number that the event bears too: `start.order_id`. Without one, the run's own id. */
  key: expressionSchema.optional(),
  /** Contract of what the event brings. */
  produces: contractRefSchema.optional(),
  /** Seconds until the way for an event that did not come is taken; without, it waits as long as it takes. */
  timeoutSeconds: z.number().int().min(1).max(LONGEST_SECONDS).optional(),
  /** Leaves the event for others that wait for the same one; else the one that waits longest has it alone. */
  shared: z.boolean().default(false),
})

export type WaitNode = z.infer<typeof waitSchema>

export const waitKind: Kind<WaitNode> = {
  title: 'Wait for event',
  summary: ({ event, key }) => `${event || 'No event named'}, by ${key ?? 'the run’s id'}`,
  defaults: (id, name) => ({ id, name, kind: 'wait', event: '', shared: false }),
  ports: ({ timeoutSeconds }) => [
    OUT,
    ...(timeoutSeconds === undefined ? [] : [{ id: 'timeout', label: 'nothing came', required: true }]),
  ],
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: () => true,
  produces: ({ produces }) => produces,
  accepts: () => undefined,
  expressions: ({ key }) =>
    key === undefined ? [] : [{ pointer: '/key', source: key, form: 'expression', gives: 'key' }],
  // Where nothing came, there is nothing of its own to hand on.
  hands: ({ id, produces }, port) =>
    port === OUT.id ? [{ slot: id, ...(produces !== undefined && { contract: produces }) }] : [],
  fromOutside: () => true,
}
