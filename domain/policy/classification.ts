import { z } from 'zod'

/** How sensitive a field is, least first. Absent means unclassified, and unclassified means hidden. */
export const CLASSIFICATIONS = ['public', 'internal', 'confidential', 'restricted'] as const
export const classificationSchema = z.enum(CLASSIFICATIONS)
export type Classification = z.infer<typeof classificationSchema>

export const CATEGORIES = ['pii', 'phi', 'financial', 'credentials', 'legal'] as const
export const categorySchema = z.enum(CATEGORIES)
export type Category = z.infer<typeof categorySchema>

/** Whether a holder of `clearance` may see what is classified so; unclassified is for nobody. */
export function clears(clearance: Classification, classification: Classification | undefined): boolean {
  return (
    classification !== undefined &&
    CLASSIFICATIONS.indexOf(classification) <= CLASSIFICATIONS.indexOf(clearance)
  )
}
