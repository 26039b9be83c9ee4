import type { Decide, PolicyRequest } from './cedar/decide'
import type { Permission, Role } from './permission'
import { PERMISSION_DOES } from './permission-words'

/** A person or a token, as policies know them. */
export interface Caller {
  kind: 'person' | 'token'
  id: string
  roles: readonly Role[]
  /** Of a person, where policies may ask for it: 0 public to 3 restricted. */
  clearance?: number
  categories?: readonly string[]
  /** By their names. */
  groups?: readonly string[]
}

/** The question whether somebody may do something in a workspace. @param workspace its slug */
export function permissionRequest(
  { kind, id, roles, clearance = 0, categories = [], groups = [] }: Caller,
  permission: Permission,
  workspace: string,
): PolicyRequest {
  const in_ = roles.map((role) => ({ type: 'Role', id: role }))
  return {
    principal:
      kind === 'token'
        ? { type: 'Token', id, in: in_ }
        : {
            ...{ type: 'Person', id, attrs: { clearance, categories: categories.toSorted() } },
            in: [...in_, ...groups.map((group) => ({ type: 'Group', id: group }))],
          },
    action: permission,
    resource: { type: 'Workspace', id: workspace },
  }
}

/** What must stay with somebody, so that policies can be mended by those who publish them. */
const KEPT: readonly Permission[] = ['policy.read', 'policy.edit', 'policy.publish']

/**
 * Why policies would lock people out of the policies themselves: whoever publishes them keeps what it takes to publish
 * others, and so does an admin. Undefined where nobody is locked out.
 */
export function lockedOut(
  decide: Decide,
  { publisher, admins, workspace }: { publisher: Caller; admins: readonly Caller[]; workspace: string },
): string | undefined {
  const own = lost(decide, publisher, workspace)
  if (own)
    return `You could not ${PERMISSION_DOES[own]} any more, and could not take them back. Leave yourself what it takes, or let somebody publish them who keeps it.`
  if (admins.some((admin) => keepsPolicies(decide, admin, workspace))) return undefined
  return `No admin could read, edit and publish policies any more: nobody could mend them.`
}

/** Whether somebody has what it takes to mend the policies. */
export const keepsPolicies = (decide: Decide, caller: Caller, workspace: string): boolean =>
  lost(decide, caller, workspace) === undefined

const lost = (decide: Decide, caller: Caller, workspace: string): Permission | undefined =>
  KEPT.find((permission) => !decide(permissionRequest(caller, permission, workspace)).allowed)
