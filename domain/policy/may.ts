import { permits, type Permission, type Role } from './permission'

/** A permission beyond somebody's roles, and how they came by it. */
export interface Grant {
  permission: Permission
  by: 'delegation' | 'break-glass'
  /** Of the delegation, or of what was taken. */
  id: string
  /** Who is stood in for. */
  from?: string
}

/** By what somebody may do what they may. */
export interface Rights {
  roles: readonly Role[]
  /** A token's scope: of what its roles give only this. */
  only?: readonly Permission[]
  grants?: readonly Grant[]
}

/** Whether the table of permissions gives it, through a role or a grant, and a scope does not keep it out. */
export function may({ roles, only, grants = [] }: Rights, permission: Permission): boolean {
  if (only && !only.includes(permission)) return false
  return permits(roles, permission) || grants.some((grant) => grant.permission === permission)
}
