import { z } from 'zod'
import { common, templateSchema } from './common'

/** A gate at which a person decides: approve, edit then approve, reject, send back with instructions. */
export const humanSchema = z.object({
  ...common,
  kind: z.literal('human'),
  /** The question in one sentence. */
  question: templateSchema.default(''),
  /** Nobody decides on a run they started or a version they edited. */
  fourEyes: z.boolean().default(false),
  reasonRequired: z.boolean().default(false),
  dueHours: z.number().min(0.1).max(2160).default(24),
  /** How often it may be sent back before only approve and reject remain. */
  maxSendBacks: z.number().int().min(0).max(10).default(3),
  risk: z.enum(['low', 'medium', 'high']).default('medium'),
})
