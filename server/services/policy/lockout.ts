import { decideBy, UndecidedError, type Decide } from '@/domain/policy/cedar/decide'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { keepsPolicies, lockedOut, type Caller } from '@/domain/policy/permitted'
import { BatonError } from '@/domain/problem'
import { rolesWithGroups } from '@/server/auth/present-roles'
import { cedarEngine } from '@/server/cedar'
import type { Tx } from '@/server/db/client'
import type { Scope } from '../context'
import { callerOf } from '../permission'
import { lockPolicies, policiesOf } from './find'

/** Whoever makes policies hold can still change them afterwards, and so can an admin. @throws BatonError conflict */
export async function refuseLockout(prisma: Tx, scope: Scope, policies: PolicySet): Promise<void> {
  const { actor, roles, workspace } = scope
  const publisher = await callerOf({ db: { prisma }, actor, roles }, workspace.id)
  const others = await adminsOf(prisma, workspace.id)
  const admins = publisher.kind === 'person' && roles.includes('admin') ? [publisher, ...others] : others
  const why = lockedOut(decideBy(cedarEngine, policies), { publisher, admins, workspace: workspace.slug })
  if (why) throw new BatonError('conflict', why)
}

/** Members who are admins by themselves or by a group, as policies know them. */
async function adminsOf(prisma: Tx, workspaceId: string): Promise<Caller[]> {
  const db = { prisma }
  const members = await prisma.membership.findMany({
    where: {
      workspaceId,
      ...{ disabledAt: null, user: { disabledAt: null } },
      OR: [
        { roles: { has: 'admin' } },
        { user: { groups: { some: { workspaceId, group: { roles: { has: 'admin' } } } } } },
      ],
    },
    select: { userId: true, roles: true },
  })
  return Promise.all(
    members.map(async ({ userId, roles: own }) => {
      const roles = await rolesWithGroups(db, { workspaceId, userId, roles: own })
      return callerOf({ db, roles, actor: { kind: 'person', id: userId, name: '' } }, workspaceId)
    }),
  )
}

/**
 * Changes who somebody is to the policies (their roles, clearance, groups, whether they are in at all) within the
 * transaction that is under way: if an admin could mend the policies before, one still can after. Who publishes and who
 * changes people take turns.
 * @throws BatonError conflict
 */
export async function keepingMenders<T>(
  tx: Tx,
  { workspace }: Pick<Scope, 'workspace'>,
  change: () => Promise<T>,
): Promise<T> {
  await lockPolicies(tx, workspace.id)
  const current = await tx.policyVersion.findFirst({
    where: { workspaceId: workspace.id, status: 'current' },
  })
  // By the default policies every admin may: that one stays is asked elsewhere (keep-an-admin.ts).
  if (!current) return change()
  const decide = decideBy(cedarEngine, policiesOf(current))
  const mendable = async () =>
    (await adminsOf(tx, workspace.id)).some((admin) => mends(decide, admin, workspace.slug))
  const before = await mendable()
  const done = await change()
  if (before && !(await mendable()))
    throw new BatonError(
      'conflict',
      'The policies leave nobody else who could change them. Change the policies first, so that another admin may edit and publish them too.',
    )
  return done
}

/** A policy that fails over the question gives nobody anything. */
function mends(decide: Decide, admin: Caller, workspace: string): boolean {
  try {
    return keepsPolicies(decide, admin, workspace)
  } catch (error) {
    if (error instanceof UndecidedError) return false
    throw error
  }
}
