import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import { common } from './common'
import type { Kind } from './kind'

/** Where a path ends, and what that means for the run. */
export const endSchema = z.object({
  ...common,
  kind: z.literal('end'),
  outcome: z.enum(['done', 'rejected']).default('done'),
  accepts: contractRefSchema.optional(),
})

export type EndNode = z.infer<typeof endSchema>

export const endKind: Kind<EndNode> = {
  title: 'End',
  summary: ({ outcome }) => (outcome === 'done' ? 'The run is done' : 'The run ends as rejected'),
  defaults: (id, name) => ({ id, name, kind: 'end', outcome: 'done' }),
  ports: () => [],
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: () => false,
  produces: () => undefined,
  accepts: ({ accepts }) => accepts,
  expressions: () => [],
}
