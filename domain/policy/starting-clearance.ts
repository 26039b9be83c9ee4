import { CATEGORIES, CLASSIFICATIONS, type Category, type Classification } from './classification'
import type { Role } from './permission'

export interface Clearance {
  clearance: Classification
  categories: Category[]
}

/**
 * What a role's work takes, of what runs hold: who decides must see what they let happen, and who audits what was decided on;
 * who draws teams tries them on data of their own, and who runs the workspace needs none. More is given by name.
 */
const BY_ROLE: Record<Role, Clearance> = {
  operator: { clearance: 'confidential', categories: [] },
  reviewer: { clearance: 'confidential', categories: ['pii', 'financial'] },
  auditor: { clearance: 'confidential', categories: ['pii', 'financial'] },
  admin: { clearance: 'internal', categories: [] },
}

/** What somebody with these roles begins with: the highest of what each takes. */
export function startingClearance(roles: readonly Role[]): Clearance {
  const taken = roles.map((role) => BY_ROLE[role])
  const highest = Math.max(0, ...taken.map(({ clearance }) => CLASSIFICATIONS.indexOf(clearance)))
  return {
    clearance: CLASSIFICATIONS[highest] ?? 'public',
    categories: CATEGORIES.filter((category) =>
      taken.some(({ categories }) => categories.includes(category)),
    ),
  }
}

/** Of whoever sets an installation up: somebody must be able to see what nobody classified, and to give clearances. */
export const WHOLE_CLEARANCE: Clearance = { clearance: 'restricted', categories: [...CATEGORIES] }
