import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import type { Port } from './common'

/**
 * Instead of answering, an agent may ask the one before it for something specific; so often and no more, then a person
 * hears of it. Nothing is negotiated: the other does its work once more and the path comes forward again.
 */
export const asksBackSchema = z.object({
  max: z.number().int().min(1).max(5).default(2),
  /** What a request is made of; without it, what is missing, why, and the fields it is about. */
  contract: contractRefSchema.optional(),
})

/** The way by which a request goes back. */
export const ASKS_BACK: Port = { id: 'request', label: 'asks back', required: true, returns: true }
