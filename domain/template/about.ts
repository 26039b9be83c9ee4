import { z } from 'zod'
import { slugSchema } from '../team/slug'

/** Where the gallery lists a template; `Patterns` show one way of working together each. */
export const TEMPLATE_AREAS = ['Sales', 'Service', 'Finance', 'Operations', 'Patterns'] as const
export type TemplateArea = (typeof TEMPLATE_AREAS)[number]

const sentence = (longest: number) => z.string().trim().min(10).max(longest)

/** `template.yaml`: what people read of a template before they use it. Its key is the name of its folder. */
export const aboutSchema = z.strictObject({
  area: z.enum(TEMPLATE_AREAS),
  /** Its place in the gallery, lowest first. */
  order: z.number().int().min(0).max(9999).default(100),
  /** On the card: what the team does. */
  about: sentence(140),
  /** What there is to see in it, one thing each. */
  shows: z.array(sentence(160)).min(1).max(8),
  /** The outside systems it works with; each is one that `systems.yaml` brings for practice. */
  needs: z.array(z.strictObject({ connection: slugSchema, for: sentence(160) })).default([]),
  /** What a run may cost at most, in US dollars: the budget that the team begins with. */
  budget: z.number().positive().max(10_000).multipleOf(0.01),
})
export type About = z.infer<typeof aboutSchema>
