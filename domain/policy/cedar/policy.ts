import { z } from 'zod'

/** One policy: a `permit` or a `forbid` in Cedar, under a name of its own that decisions give as their reason. */
export const policySchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9.-]{0,62}$/, 'lower-case letters, digits, dots and hyphens'),
  /** In a sentence, for those who do not read Cedar. */
  title: z.string().trim().min(1).max(200),
  text: z.string().trim().min(1).max(8000),
})
export type Policy = z.infer<typeof policySchema>

export const policySetSchema = z
  .array(policySchema)
  .max(200)
  .refine((policies) => new Set(policies.map(({ id }) => id)).size === policies.length, 'each name once')
export type PolicySet = z.infer<typeof policySetSchema>
