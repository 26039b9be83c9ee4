import { z } from 'zod'

export const ROLES = ['operator', 'reviewer', 'auditor', 'admin'] as const
export type Role = (typeof ROLES)[number]

const everybody: readonly Role[] = ROLES

/** What each permission asks for: any one of the roles. Who may do what stands here and nowhere else. */
export const PERMISSIONS = {
  'workspace.read': everybody,
  'workspace.stop': ['admin'],
  'publishing.edit': ['admin'],
  'team.read': everybody,
  'team.edit': ['operator'],
  'team.publish': ['operator'],
  'team.approve': ['operator', 'reviewer'],
  'team.stop': ['operator', 'admin'],
  'agent.read': everybody,
  'agent.edit': ['operator', 'admin'],
  'agent.stop': ['operator', 'admin'],
  'trigger.read': everybody,
  'trigger.edit': ['operator'],
  'event.read': everybody,
  'event.edit': ['operator', 'admin'],
  'event.send': ['operator'],
  'run.read': everybody,
  'run.start': ['operator'],
  'run.cancel': ['operator', 'admin'],
  'effect.undo': ['operator'],
  'review.read': ['reviewer', 'operator', 'auditor', 'admin'],
  'review.decide': ['reviewer'],
  /** To see of one run what lies above one's clearance, for half an hour and with a reason. */
  'value.reveal': ['reviewer'],
  'record.read': ['auditor', 'admin', 'operator', 'reviewer'],
  'record.export': ['auditor', 'admin'],
  'cost.read': everybody,
  'budget.edit': ['admin'],
  'model.read': everybody,
  'model.edit': ['admin'],
  'connection.read': everybody,
  'connection.edit': ['admin'],
  'policy.read': everybody,
  'policy.edit': ['admin'],
  'policy.publish': ['admin'],
  'privacy.read': ['auditor', 'admin'],
  'privacy.edit': ['admin'],
  'privacy.erase': ['admin'],
  'gate.edit': ['admin'],
  'engine.read': ['admin', 'operator', 'auditor'],
  'member.read': everybody,
  'member.edit': ['admin'],
  'token.edit': ['admin'],
  /** To take a permission without its role, for some minutes and with a reason. */
  'access.break': ['admin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as [Permission, ...Permission[]]

export const permissionSchema = z.enum(PERMISSION_NAMES)

/** Permissions as they are stored, in the order of the table; unknown ones give nothing. */
export const permissionsOf = (stored: readonly string[]): Permission[] =>
  PERMISSION_NAMES.filter((name) => stored.includes(name))

/** Whether any of the roles grants the permission. */
export function permits(roles: readonly Role[], permission: Permission): boolean {
  return PERMISSIONS[permission].some((role) => roles.includes(role))
}
