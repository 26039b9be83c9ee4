import { CLASSIFICATIONS, type Category, type Classification } from '@/domain/policy/classification'
import { namesGroup } from '@/domain/policy/cedar/names-group'
import { PERMISSION_NAMES, permits, type Role } from '@/domain/policy/permission'
import { BatonError } from '@/domain/problem'
import { cedarEngine } from '@/server/cedar'
import type { Tx } from '@/server/db/client'
import type { Scope } from '../context'
import { lockPolicies, policiesOf } from '../policy/find'
import { standingOf } from '../standing'

/** What somebody gets by themselves or by a group. */
interface Given {
  roles: readonly string[]
  clearance: string
  categories: readonly string[]
}

const NOTHING: Given = { roles: [], clearance: 'public', categories: [] }

/**
 * Nobody gives others, or themselves, more than they have: no role that they do not hold and no clearance beyond their own,
 * unless they are an admin by role. What was given `before` is not given anew. Baton's own parts give what they are told to.
 * @throws BatonError forbidden
 */
export async function refuseBeyondOwn(
  tx: Tx,
  scope: Scope,
  { roles = [], clearance = 'public', categories = [] }: Partial<Given>,
  before: Given = NOTHING,
): Promise<void> {
  if (givesAnything(scope)) return
  const held = rolesHeld(scope)
  const beyond = roles.filter((role) => !before.roles.includes(role) && !held.some((own) => own === role))
  if (beyond.length > 0)
    throw refusal('/roles', `You do not hold ${beyond.join(' or ')} yourself, so only an admin gives it.`)
  const own = await standingOf({ prisma: tx }, scope.workspace.id, scope.actor)
  if (levelOf(clearance) > Math.max(levelOf(own.clearance), levelOf(before.clearance)))
    throw refusal('/clearance', `You are not cleared for ${clearance} yourself, so only an admin gives it.`)
  const unheld = categories.filter(
    (one) => !before.categories.includes(one) && !own.categories.includes(one as Category),
  )
  if (unheld.length > 0)
    throw refusal(
      '/categories',
      `You do not see ${unheld.join(' or ')} unmasked yourself, so only an admin gives it.`,
    )
}

/**
 * What the policies in force say of a group, its members gain or are kept from: only an admin by role changes who is in it,
 * its name, or that it is there.
 * @param names of the group, as it is and as it is to be
 * @throws BatonError forbidden
 */
export async function refuseNamedByPolicies(tx: Tx, scope: Scope, ...names: string[]): Promise<void> {
  if (givesAnything(scope)) return
  const workspaceId = scope.workspace.id
  await lockPolicies(tx, workspaceId)
  const current = await tx.policyVersion.findFirst({ where: { workspaceId, status: 'current' } })
  const named = names.find((name) => namesGroup(cedarEngine, policiesOf(current), name))
  if (named !== undefined)
    throw refusal(
      '/name',
      `The policies speak of ${named}, so only an admin changes the group or its members.`,
    )
}

const givesAnything = (scope: Scope): boolean =>
  scope.actor.kind === 'system' || rolesHeld(scope).includes('admin')

/** Of a token that was narrowed, the roles of which it has all. */
const rolesHeld = ({ roles, only }: Scope): Role[] =>
  roles.filter(
    (role) =>
      !only ||
      PERMISSION_NAMES.every((permission) => !permits([role], permission) || only.includes(permission)),
  )

const levelOf = (classification: string): number => CLASSIFICATIONS.indexOf(classification as Classification)

const refusal = (pointer: string, message: string): BatonError =>
  new BatonError('forbidden', message, [{ pointer, message }])
