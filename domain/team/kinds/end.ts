import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import { common } from './common'

/** Where a path ends, and what that means for the run. */
export const endSchema = z.object({
  ...common,
  kind: z.literal('end'),
  outcome: z.enum(['done', 'rejected']).default('done'),
  accepts: contractRefSchema.optional(),
})
