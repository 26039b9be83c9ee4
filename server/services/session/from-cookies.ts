import { NOBODY } from '@/domain/actor'
import { keptOut } from '@/server/auth/kept-out'
import { practiceOver } from '@/server/auth/practice'
import { grantsOf } from '@/server/auth/grants'
import { rolesWithGroups } from '@/server/auth/present-roles'
import { sessionUser, type Cookies } from '@/server/auth/session-user'
import { counts, openIn, seeSession } from '@/server/auth/sessions'
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
  const cookie = await sessionUser(headers, cookies)
  if (!cookie) return nobody
  const user = await db.prisma.user.findUnique({
    where: { id: cookie.userId },
    include: { memberships: true, sessions: { where: { id: cookie.session } } },
  })
  const session = user?.sessions[0]
  if (!user || !session || !counts(user.memberships, session)) return nobody
  if (keptOut(user) || (user.practice && (await practiceOver(db)))) return nobody
  await seeSession(db, session)
  const memberships = openIn(user.memberships, session)
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
  if (!workspace) return { db, actor, roles: [], session: session.id }
  const own = memberships.find(({ workspaceId }) => workspaceId === workspace.id)?.roles ?? []
  const at = { workspaceId: workspace.id, userId: user.id }
  const [roles, grants] = await Promise.all([rolesWithGroups(db, { ...at, roles: own }), grantsOf(db, at)])
  return { db, actor, workspace, roles, session: session.id, ...(grants.length > 0 && { grants }) }
}
