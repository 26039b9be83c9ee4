import { ROLES, type Role } from '@/domain/policy/permission'

/** Roles as they are stored, in the order they are spoken of; unknown ones give nothing. */
export const rolesOf = (stored: readonly string[]): Role[] => ROLES.filter((role) => stored.includes(role))
