import type { Role } from '@/domain/policy/permission'

/** What each role does, in words. */
export const ROLE_DOES: Record<Role, string> = {
  operator: 'draws teams, agents and contracts, publishes and runs them',
  reviewer: 'works the inbox: approves, edits, rejects, sends back',
  auditor: 'reads runs and the record, and exports it with its proofs',
  admin: 'members, budgets, models, connections and tokens',
}

/** `Operator, reviewer`. */
export function rolesInWords(roles: readonly Role[]): string {
  const text = roles.join(', ')
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : 'No role here'
}
