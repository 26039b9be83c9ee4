import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import { common, expressionSchema } from './common'
import type { Kind } from './kind'

/**
 * Goes one way once for each item of a list. Inside, the node's own name is the item, and what is written there is the
 * item's alone; a join brings the items together.
 */
export const mapSchema = z.object({
  ...common,
  kind: z.literal('map'),
  /** CEL, a list: what to go through. */
  over: expressionSchema.default('[]'),
  /** Contract of one item; each is checked as it is taken up. */
  produces: contractRefSchema.optional(),
  /** Items under way at the same time. */
  atOnce: z.number().int().min(1).max(50).default(5),
  /** More items than these go to a person instead. */
  maxItems: z.number().int().min(1).max(1000).default(100),
})

export type MapNode = z.infer<typeof mapSchema>

export const mapKind: Kind<MapNode> = {
  title: 'For each',
  summary: ({ over, atOnce }) => `Each of ${over}, ${atOnce} at once`,
  defaults: (id, name) => ({ id, name, kind: 'map', over: '[]', atOnce: 5, maxItems: 100 }),
  ports: () => [{ id: 'each', label: 'each', required: true }],
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: () => true,
  produces: ({ produces }) => produces,
  accepts: () => undefined,
  expressions: ({ over }) => [{ pointer: '/over', source: over, form: 'expression', gives: 'list' }],
  opens: 'items',
  times: ({ maxItems }) => maxItems,
}
