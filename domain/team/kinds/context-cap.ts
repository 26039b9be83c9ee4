import { z } from 'zod'

export const OVER_CAP = ['prune', 'summarise', 'escalate'] as const

/**
 * The most that an agent is shown of the state, in tokens as they are sent, and what becomes of more. That a view holds
 * only the fields which are declared and cleared is a matter of the view; this is about what remains.
 */
export const contextCapSchema = z.object({
  maxTokens: z.number().int().min(100).max(200_000),
  over: z.enum(OVER_CAP),
})
export type ContextCap = z.infer<typeof contextCapSchema>
