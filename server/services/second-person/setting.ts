import { SECOND_PERSON, type SecondPersonFor } from '@/domain/policy/second-person'
import type { Prisma } from '@/prisma/generated/client'
import { rolesWithGroups } from '@/server/auth/present-roles'
import type { Tx } from '@/server/db/client'
import { judgeOf } from '@/server/services/permission'
import type { Recorder, Scope } from '@/server/services/context'

/** How each stands on the workspace, and what the record calls its change. */
const SETTING = {
  publishing: {
    put: (asked) => ({ secondPersonPublishes: asked }),
    kind: 'workspace.second_person',
  },
  erasing: {
    put: (asked) => ({ secondPersonErases: asked }),
    kind: 'erasure.second_person',
  },
} satisfies Record<
  SecondPersonFor,
  { put: (asked: boolean) => Prisma.WorkspaceUpdateInput & Prisma.WorkspaceWhereInput; kind: string }
>

/** Whether a second person is asked for. */
export const isAsked = async (
  prisma: Pick<Tx, 'workspace'>,
  { workspace: { id } }: Scope,
  what: SecondPersonFor,
): Promise<boolean> => (await prisma.workspace.count({ where: { id, ...SETTING[what].put(true) } })) > 0

/** Turns it on or off, on the record. @returns false where it was so already */
export async function turn(
  { tx, record }: { tx: Tx; record: Recorder },
  { workspace: { id } }: Scope,
  {
    what,
    asked,
    ...entry
  }: { what: SecondPersonFor; asked: boolean } & Partial<Omit<Parameters<Recorder>[0], 'kind'>>,
): Promise<boolean> {
  const { put, kind } = SETTING[what]
  const { count } = await tx.workspace.updateMany({ where: { id, ...put(!asked) }, data: put(asked) })
  if (count > 0) await record({ ...entry, kind, data: { ...entry.data, asked } })
  return count > 0
}

/** Who else than `asker` may agree that it is turned off, and who is a member but may not; by name. */
export async function whoElse(
  { db, workspace }: Scope,
  what: SecondPersonFor,
  asker: string,
): Promise<{ agree: string[]; others: string[] }> {
  const members = await db.prisma.membership.findMany({
    where: {
      ...{ workspaceId: workspace.id, userId: { not: asker } },
      ...{ disabledAt: null, user: { disabledAt: null } },
    },
    select: { userId: true, roles: true, user: { select: { name: true } } },
    orderBy: { user: { name: 'asc' } },
  })
  const judged = await Promise.all(
    members.map(async ({ userId, roles: own, user: { name } }) => {
      const roles = await rolesWithGroups(db, { workspaceId: workspace.id, userId, roles: own })
      const judge = await judgeOf({ db, roles, actor: { kind: 'person', id: userId, name } }, workspace)
      return { name, may: judge(SECOND_PERSON[what].edits).allowed }
    }),
  )
  const named = (may: boolean) => judged.flatMap((one) => (one.may === may ? [one.name] : []))
  return { agree: named(true), others: named(false) }
}
