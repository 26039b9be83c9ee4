import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import { common, templateSchema } from './common'

/** Where a run begins: by a person in the console, the API or the command line, with an input that fits the contract. */
export const triggerSchema = z.object({
  ...common,
  kind: z.literal('trigger'),
  produces: contractRefSchema.optional(),
  /** Names the run: `Account {{ start.account_id }}`. */
  title: templateSchema.default(''),
})
