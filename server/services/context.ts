import type { Actor } from '@/domain/actor'
import type { Grant } from '@/domain/policy/may'
import { permits, type Permission, type Role } from '@/domain/policy/permission'
import { PERMISSION_DOES } from '@/domain/policy/permission-words'
import { BatonError } from '@/domain/problem'
import type { Db, Tx } from '@/server/db/client'
import { appendEntries, type NewEntry } from '@/server/record/append'
import { judgeOf } from './permission'

/** Who calls, in which workspace, with which roles there. Made at the edge from the session or the token. */
export interface Context {
  db: Db
  actor: Actor
  /** Absent for a caller who is nobody or no member of the workspace they named. */
  workspace?: { id: string; slug: string; name: string; timeZone: string }
  roles: readonly Role[]
  /** Of a token that was given a scope: nothing besides this. */
  only?: readonly Permission[]
  /** What they may beyond their roles, for a while. */
  grants?: readonly Grant[]
  /** Of the browser that calls. */
  session?: string
}

/** A context whose workspace and permission are settled. */
export interface Scope extends Context {
  workspace: NonNullable<Context['workspace']>
}

/** The scope of a caller who was asked. */
export interface Authorized extends Scope {
  /** Whether they may do that here, too. */
  may: (permission: Permission) => boolean
}

/**
 * The first line of every service: may this caller do that here? A refusal of a known caller is put on the record.
 * @throws BatonError unauthenticated | forbidden
 */
export async function authorize(ctx: Context, permission: Permission): Promise<Authorized> {
  if (ctx.actor.kind === 'nobody') throw new BatonError('unauthenticated', 'Sign in first.')
  if (!ctx.workspace) throw new BatonError('forbidden', 'You are not a member of this workspace.')
  const judge = await judgeOf(ctx, ctx.workspace)
  const { allowed, denial } = judge(permission)
  if (allowed) {
    await noteTaken(ctx, ctx.workspace.id, permission)
    return { ...ctx, workspace: ctx.workspace, may: (other) => judge(other).allowed }
  }
  await appendEntries(ctx.db.prisma, ctx.workspace.id, [
    { kind: 'access.refused', actor: ctx.actor, data: { permission, roles: [...ctx.roles], denial } },
  ])
  const because =
    ctx.only && !ctx.only.includes(permission)
      ? 'this token was not made for'
      : denial.policies.length > 0
        ? `the policy ${denial.policies.join(', ')} forbids you`
        : 'your roles do not give'
  const needed = `This needs the permission to ${PERMISSION_DOES[permission]}`
  throw new BatonError('forbidden', `${needed}, which ${because}.`)
}

/** What is done by a permission that was taken without its role goes on the record as such; what is only read does not. */
async function noteTaken({ db, actor, roles, grants }: Context, workspaceId: string, permission: Permission) {
  const taken = grants?.find((grant) => grant.by === 'break-glass' && grant.permission === permission)
  if (!taken || permission.endsWith('.read') || permits(roles, permission)) return
  const data = { permission, access: taken.id }
  await appendEntries(db.prisma, workspaceId, [{ kind: 'access.used', actor, subject: permission, data }])
}

/** Appends an entry to the record in the transaction that is under way, and gives its id. */
export type Recorder = (entry: Omit<NewEntry, 'actor'> & { actor?: Actor }) => Promise<string>

/**
 * Runs `work` in one transaction. What it passes to `record` is appended to the record in the same transaction, with
 * the caller as actor unless the entry names another: no entry, no effect.
 */
export function transact<T>(scope: Scope, work: (tx: Tx, record: Recorder) => Promise<T>): Promise<T> {
  return scope.db.prisma.$transaction(
    (tx) =>
      work(tx, async (entry) => {
        const [id] = await appendEntries(tx, scope.workspace.id, [{ actor: scope.actor, ...entry }])
        return id ?? ''
      }),
    { timeout: 15_000, maxWait: 10_000 },
  )
}
