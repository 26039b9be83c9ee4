import { CLASSIFICATIONS, type Category, type Classification } from '@/domain/policy/classification'
import { PERMISSION_NAMES, permits, type Role } from '@/domain/policy/permission'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import type { Scope } from '../context'
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
  const held = rolesHeld(scope)
  if (scope.actor.kind === 'system' || held.includes('admin')) return
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
