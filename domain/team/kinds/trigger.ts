import { z } from 'zod'
import { contractRefSchema, showRef } from '../../contract/contract'
import { common, templateSchema } from './common'
import { OUT, type Kind } from './kind'

/** Where a run begins: by a person in the console, the API or the command line, with an input that fits the contract. */
export const triggerSchema = z.object({
  ...common,
  kind: z.literal('trigger'),
  produces: contractRefSchema.optional(),
  /** Names the run: `Account {{ start.account_id }}`. */
  title: templateSchema.default(''),
})

export type TriggerNode = z.infer<typeof triggerSchema>

export const triggerKind: Kind<TriggerNode> = {
  title: 'Trigger',
  summary: ({ produces }) => (produces ? `Starts with ${showRef(produces)}` : 'Starts a run'),
  defaults: (id, name) => ({ id, name, kind: 'trigger', title: '' }),
  ports: () => [OUT],
  takesIn: false,
  isGate: false,
  isEffect: () => false,
  writes: () => true,
  produces: ({ produces }) => produces,
  accepts: () => undefined,
  expressions: ({ title }) => [{ pointer: '/title', source: title, form: 'template', lenient: true }],
}
