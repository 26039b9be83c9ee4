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
  'review.read': ['reviewer', 'operator', 'auditor', 'admin'],
  'review.decide': ['reviewer'],
  'record.read': ['auditor', 'admin', 'operator', 'reviewer'],
  'record.export': ['auditor', 'admin'],
  'cost.read': everybody,
  'budget.edit': ['admin'],
  'model.read': everybody,
  'model.edit': ['admin'],
  'connection.read': everybody,
  'connection.edit': ['admin'],
  'engine.read': ['admin', 'operator', 'auditor'],
  'member.read': everybody,
  'member.edit': ['admin'],
  'token.edit': ['admin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

/** Whether any of the roles grants the permission. */
export function permits(roles: readonly Role[], permission: Permission): boolean {
  return PERMISSIONS[permission].some((role) => roles.includes(role))
}
