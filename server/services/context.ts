import type { Actor } from '@/domain/actor'
import { permits, type Permission, type Role } from '@/domain/policy/permission'
import { BatonError } from '@/domain/problem'
import type { Db, Tx } from '@/server/db/client'
import { appendEntries, type NewEntry } from '@/server/record/append'

/** Who calls, in which workspace, with which roles there. Made at the edge from the session or the token. */
export interface Context {
  db: Db
  actor: Actor
  /** Absent for a caller who is nobody or no member of the workspace they named. */
  workspace?: { id: string; slug: string; name: string; timeZone: string }
  roles: readonly Role[]
}

/** A context whose workspace and permission are settled. */
export interface Scope extends Context {
  workspace: NonNullable<Context['workspace']>
}

/**
 * The first line of every service: may this caller do that here? A refusal of a known caller is put on the record.
 * @throws BatonError unauthenticated | forbidden
 */
export async function authorize(ctx: Context, permission: Permission): Promise<Scope> {
  if (ctx.actor.kind === 'nobody') throw new BatonError('unauthenticated', 'Sign in first.')
  if (!ctx.workspace) throw new BatonError('forbidden', 'You are not a member of this workspace.')
  if (permits(ctx.roles, permission)) return { ...ctx, workspace: ctx.workspace }
  await appendEntries(ctx.db.prisma, ctx.workspace.id, [
    { kind: 'access.refused', actor: ctx.actor, data: { permission, roles: [...ctx.roles] } },
  ])
  throw new BatonError('forbidden', `This needs the permission ${permission}, which your roles do not give.`)
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
