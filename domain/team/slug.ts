import { z } from 'zod'

/** How teams, agents and connections are named where a machine reads it: `quote-desk`. */
export const slugSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and dashes, starting with a letter')
  .max(60)
  .refine((slug) => !(slug in {}), 'not a name that every object has')

/** A slug from a name: `Café Quotes` becomes `cafe-quotes`. Empty when the name has no letter that a slug can begin with. */
export function slugOf(name: string, longest = 60): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, longest)
    .replace(/-+$/, '')
}

/** What a team is called where nobody says: by its name, at most 50 long, so that a number still fits. */
export const teamSlug = (name: string): string => slugOf(name, 50) || 'team'
