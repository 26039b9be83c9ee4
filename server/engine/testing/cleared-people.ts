import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import type { Db } from '@/server/db/client'

/** Those whom tests stand for; what they may do is said by who asks, what they are shown by their clearance. */
const PEOPLE = [
  ...['test', 'other', 'starter', 'editor', 'rev', 'op'],
  ...['operator', 'reviewer', 'auditor', 'admin'],
].map((name) => `usr_${name}`)

/** Makes them members of a workspace, cleared for everything. */
export async function clearPeople({ prisma }: Pick<Db, 'prisma'>, workspaceId: string): Promise<void> {
  for (const id of PEOPLE)
    await prisma.user.upsert({
      where: { id },
      create: { id, name: id, email: `${id}@example.test` },
      update: {},
    })
  await prisma.membership.createMany({
    data: PEOPLE.map((userId) => ({ workspaceId, userId, roles: [], ...WHOLE_CLEARANCE })),
  })
}
