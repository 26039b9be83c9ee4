import { NOBODY } from '@/domain/actor'
import { keptOut } from '@/server/auth/kept-out'
import { practiceOver } from '@/server/auth/practice'
import { rolesOf } from '@/server/auth/roles-of'
import { sessionUser, type Cookies } from '@/server/auth/session-user'
import type { Db } from '@/server/db/client'
import type { Context } from '@/server/services/context'

/** Which of their workspaces a person works in; the console's menu sets it. */
const WORKSPACE_COOKIE = 'baton-workspace'
/** The same, for callers without cookies of ours; here a workspace that is not theirs is refused. */
const WORKSPACE_HEADER = 'x-baton-workspace'

/**
 * Who calls, from the session cookie. Standing, roles and workspace come from the database at every request; whatever
 * is missing there makes the caller nobody, or a member of nothing.
 */
export async function contextFromSession(db: Db, headers: Headers, cookies: Cookies): Promise<Context> {
  const nobody: Context = { db, actor: NOBODY, roles: [] }
  const userId = await sessionUser(headers, cookies)
  if (!userId) return nobody
  const user = await db.prisma.user.findUnique({ where: { id: userId }, include: { memberships: true } })
  if (!user || keptOut(user) || (user.practice && (await practiceOver(db)))) return nobody
  const memberships = user.memberships.filter(({ disabledAt }) => disabledAt === null)
  const actor = { kind: 'person', id: user.id, name: user.name } as const
  const workspaces = await db.prisma.workspace.findMany({
    where: { id: { in: memberships.map(({ workspaceId }) => workspaceId) } },
    orderBy: { createdAt: 'asc' },
    select: { id: true, slug: true, name: true, timeZone: true },
  })
  const named = headers.get(WORKSPACE_HEADER)
  const remembered = cookies.get(WORKSPACE_COOKIE)?.value
  const workspace = named
    ? workspaces.find(({ slug }) => slug === named)
    : (workspaces.find(({ slug }) => slug === remembered) ?? workspaces[0])
  if (!workspace) return { db, actor, roles: [] }
  const membership = memberships.find(({ workspaceId }) => workspaceId === workspace.id)
  return { db, actor, workspace, roles: rolesOf(membership?.roles ?? []) }
}
