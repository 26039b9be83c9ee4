import { z } from 'zod'
import { operationNameSchema } from '../connection/operation'
import { contractNameSchema } from '../contract/contract'
import { nameSchema } from '../name'
import { categorySchema, classificationSchema } from '../policy/classification'
import { slugSchema } from './slug'

export const MODEL_TIERS = ['small', 'standard', 'large'] as const
export const modelTierSchema = z.enum(MODEL_TIERS)
export type ModelTier = z.infer<typeof modelTierSchema>

export const AUTONOMY_LEVELS = ['shadow', 'supervised', 'guarded', 'autonomous'] as const

/**
 * A read an agent may ask for while it works: one GET of one connection, or one of its operations that reads. Writes are
 * never tools, so one that writes is never called.
 */
export const toolSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and underscores'),
  description: z.string().min(1).max(500),
  connection: slugSchema,
  /** An operation of the connection, which must read; `path` counts for nothing then. */
  operation: operationNameSchema.optional(),
  /** Path below the connection's base URL; `{name}` takes the argument of that name. */
  path: z.string().startsWith('/').max(300),
  /** JSON Schema of the arguments, an object. */
  parameters: z.record(z.string(), z.unknown()),
  /** What calling it does, whatever its method promises; a read unless said. */
  effect: z.enum(['read', 'write']).optional(),
})
export type Tool = z.infer<typeof toolSchema>

/** An identity with a job, an accountable owner, and exactly the means its job needs. */
export const agentSchema = z.object({
  slug: slugSchema,
  name: nameSchema(),
  job: z.string().trim().min(1).max(300),
  instructions: z.string().max(8000).default(''),
  /** The accountable person, by name or e-mail. */
  owner: nameSchema(120),
  clearance: classificationSchema,
  /** Categories of personal or sensitive data it may see unmasked. */
  categories: z.array(categorySchema).default([]),
  tier: modelTierSchema.default('standard'),
  /** Model names in order of preference; empty means whatever its tier offers. */
  models: z.array(z.string()).default([]),
  tools: z.array(toolSchema).default([]),
  /** 0 shadow · 1 supervised · 2 guarded · 3 autonomous */
  autonomy: z.number().int().min(0).max(3).default(1),
  /** Subjects it may make claims about, e.g. `lead.quality`. */
  claims: z.array(contractNameSchema).default([]),
})
export type Agent = z.infer<typeof agentSchema>
