import { PERMISSION_NAMES, type Permission, type Role } from '@/domain/policy/permission'
import { BatonError } from '@/domain/problem'
import type { Context } from '@/server/services/context'
import { lastingAccess, type TakenAccess } from '@/server/services/access/list'
import { judgeOf, type Judge } from '@/server/services/permission'
import { waitingFor } from '@/server/services/overview/waiting-for'

/** What the shell shows of the caller and where they are. */
export interface Session {
  person: { id: string; name: string; email: string }
  roles: Role[]
  /** What they may here. */
  may: Permission[]
  /** Permissions that admins have taken for a while, their own and, for admins, everybody’s. */
  taken: TakenAccess[]
  workspace: { id: string; slug: string; name: string; timeZone: string; practice: boolean } | null
  /** All they belong to, this one included. */
  workspaces: { slug: string; name: string }[]
  counts: { inbox: number; runs: number }
  /** Agents are answered by rule, because no real model may be asked: sandbox, no AI. */
  sandbox: boolean
}

/** The caller's session. Asks for no role: whoever is signed in may know who they are. */
export async function readSession(ctx: Context): Promise<Session> {
  const { db, actor, roles } = ctx
  if (actor.kind !== 'person') throw new BatonError('unauthenticated', 'Sign in first.')
  const user = await db.prisma.user.findUniqueOrThrow({
    where: { id: actor.id },
    include: { memberships: { where: { disabledAt: null }, select: { workspaceId: true } } },
  })
  const all = await db.prisma.workspace.findMany({
    where: { id: { in: user.memberships.map(({ workspaceId }) => workspaceId) } },
    orderBy: { createdAt: 'asc' },
  })
  const here = all.find(({ id }) => id === ctx.workspace?.id)
  const judge = here && (await judgeOf(ctx, here))
  return {
    person: { id: user.id, name: user.name, email: user.email },
    roles: [...roles],
    may: judge ? PERMISSION_NAMES.filter((permission) => judge(permission).allowed) : [],
    taken: here && judge ? await takenInSight(ctx, here.id, judge) : [],
    workspace: here
      ? { id: here.id, slug: here.slug, name: here.name, timeZone: here.timeZone, practice: here.practice }
      : null,
    workspaces: all.map(({ slug, name }) => ({ slug, name })),
    counts: here
      ? {
          inbox: judge?.('review.read').allowed ? await forCaller(ctx, here.id) : 0,
          runs: await inFlight(ctx, here.id),
        }
      : { inbox: 0, runs: 0 },
    sandbox: here ? await onlySandbox(ctx, here.id) : false,
  }
}

/** Whoever may end what was taken sees all of it. */
async function takenInSight(ctx: Context, workspaceId: string, judge: Judge): Promise<TakenAccess[]> {
  const taken = await lastingAccess(ctx.db, workspaceId)
  return judge('access.break').allowed ? taken : taken.filter(({ userId }) => userId === ctx.actor.id)
}

async function forCaller(ctx: Context, workspaceId: string): Promise<number> {
  const { mine, proposals, permits } = await waitingFor(ctx, workspaceId)
  return mine + proposals + permits
}

function inFlight({ db }: Context, workspaceId: string): Promise<number> {
  return db.prisma.run.count({
    where: { workspaceId, trial: false, status: { in: ['running', 'waiting', 'blocked'] } },
  })
}

/** No real model may be asked: none is on with its price known. */
async function onlySandbox({ db }: Context, workspaceId: string): Promise<boolean> {
  const real = await db.prisma.provider.findMany({
    where: { workspaceId, kind: { not: 'sandbox' } },
    select: { id: true },
  })
  const usable = await db.prisma.model.count({
    where: {
      providerId: { in: real.map(({ id }) => id) },
      enabled: true,
      inMicrosPerMTok: { not: null },
      outMicrosPerMTok: { not: null },
    },
  })
  return usable === 0
}
