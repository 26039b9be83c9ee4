import { z } from 'zod'
import { actorSchema } from '@/domain/actor'

/** Through whom a connection is called, for its ledger. Ids and slugs only, no data of the call. */
export const callerSchema = z.union([
  z.object({
    by: z.literal('run'),
    run: z.string(),
    team: z.string(),
    node: z.string(),
    agent: z.string().optional(),
    tool: z.string().optional(),
  }),
  /** `environment`: of the run that it is done for, where it is for one. */
  z.object({ by: z.literal('person'), actor: actorSchema, environment: z.string().optional() }),
  z.object({ by: z.literal('system') }),
])
export type Caller = z.infer<typeof callerSchema>
