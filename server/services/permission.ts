import type { Actor } from '@/domain/actor'
import { UndecidedError } from '@/domain/policy/cedar/decide'
import { CLASSIFICATIONS } from '@/domain/policy/classification'
import { denialOf, type Denial } from '@/domain/policy/denial'
import { may, type Rights } from '@/domain/policy/may'
import type { Permission } from '@/domain/policy/permission'
import { permissionRequest, type Caller } from '@/domain/policy/permitted'
import { decideOf } from '@/domain/policy/sees-of'
import { presentRoles } from '@/server/auth/present-roles'
import '@/server/cedar'
import type { Db, Tx } from '@/server/db/client'
import { PolicyCache } from '@/server/engine/policies'
import { standingOf } from './standing'

const caches = new WeakMap<Db, PolicyCache>()

/** The policies of workspaces as they hold, for the services of this process. */
export function holdingPolicies(db: Db): PolicyCache {
  const cache = caches.get(db) ?? new PolicyCache(db)
  caches.set(db, cache)
  return cache
}

/** Who asks. */
interface Asking extends Rights {
  db: Db
  actor: Actor
}

interface PermissionDecision {
  allowed: boolean
  /** Whether policies say no: by one that forbids, or one that fails. Else none permits. */
  forbidden: boolean
  /** For the record, where it is not. */
  denial: Denial
}

export type Judge = (permission: Permission) => PermissionDecision

/**
 * What a caller may do here: by the policies of the workspace's own, else by the table of permissions, which says the same
 * as the default policies (cedar.test.ts). A token's scope narrows either. What somebody was given for a while stands in for
 * a policy that permits, never against one that forbids. Baton's own parts are no principals of policies.
 */
export async function judgeOf(asking: Asking, workspace: { id: string; slug: string }): Promise<Judge> {
  const { db, actor, only, grants = [] } = asking
  const governed = actor.kind === 'person' || actor.kind === 'token'
  const own = governed ? await holdingPolicies(db).of(workspace.id) : undefined
  const [caller, behind] = await Promise.all([
    callerOf(asking, own && workspace.id),
    own && personBehind(asking, workspace.id),
  ])
  return (permission) => {
    const request = permissionRequest(caller, permission, workspace.slug)
    const narrowed = only !== undefined && !only.includes(permission)
    const judged = (allowed: boolean, policies: string[], failed = false): PermissionDecision => ({
      allowed,
      forbidden: !allowed && (failed || policies.length > 0),
      denial: denialOf(request, { policies, narrowed }),
    })
    if (narrowed) return judged(false, [])
    if (!own) return judged(may(asking, permission), [])
    const decide = decideOf(own.policies)
    const { allowed, policies, failed } = asked(() => decide(request))
    if (behind && allowed) {
      const person = asked(() => decide(permissionRequest(behind, permission, workspace.slug)))
      if (!person.allowed && (person.failed || person.policies.length > 0))
        return judged(false, person.policies, person.failed)
    }
    const given = !failed && policies.length === 0 && grants.some((grant) => grant.permission === permission)
    return judged(allowed || given, policies, failed)
  }
}

/** Whose token it is: what policies forbid them, they do not do by it either. */
async function personBehind({ db, actor }: Asking, workspaceId: string): Promise<Caller | undefined> {
  if (actor.kind !== 'token' || actor.for === undefined) return undefined
  const roles = await presentRoles(db, workspaceId, actor.for)
  return callerOf({ db, actor: { kind: 'person', id: actor.for, name: '' }, roles }, workspaceId)
}

/** @param governed the workspace whose policies are asked: only they ask for more than roles */
export async function callerOf(
  { db, actor, roles }: Pick<Asking, 'actor' | 'roles'> & { db: { prisma: Tx } },
  governed: string | undefined,
): Promise<Caller> {
  const caller = { kind: actor.kind === 'token' ? 'token' : 'person', id: actor.id, roles } as const
  if (caller.kind === 'token' || governed === undefined) return caller
  const { clearance, categories, groups } = await standingOf(db, governed, actor)
  return {
    ...caller,
    clearance: CLASSIFICATIONS.indexOf(clearance),
    categories,
    groups: groups.map(({ name }) => name),
  }
}

/** A policy that fails over a question decides nothing, and what is not decided is not permitted: by nothing else either. */
function asked(ask: () => { allowed: boolean; policies: string[] }): {
  allowed: boolean
  policies: string[]
  failed?: boolean
} {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof UndecidedError)) throw error
    return { allowed: false, policies: [], failed: true }
  }
}
