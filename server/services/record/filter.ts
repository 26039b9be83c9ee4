import { z } from 'zod'
import { moment } from '../limits'

export const recordFilter = z.object({
  /** Text in the entry, the title of a run, a person's name, an entry's number or any id. */
  text: z.string().trim().max(200).optional(),
  /** `person`, `agent`, `system`, `token` or `nobody`; with an id after a colon, one of them. */
  actor: z
    .string()
    .max(120)
    .regex(/^(person|agent|system|token|nobody)(:|$)/, 'a kind of actor, with an id after a colon or without')
    .optional(),
  run: z.string().max(60).optional(),
  team: z.string().max(60).optional(),
  node: z.string().max(60).optional(),
  /** `step.completed`, or `step` for all of an entity. */
  kind: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9_-]*(\.[a-z][a-zA-Z0-9_-]*)?$/)
    .optional(),
  since: moment.optional(),
  until: moment.optional(),
  denials: z.boolean().optional(),
})
export type RecordFilter = z.infer<typeof recordFilter>
