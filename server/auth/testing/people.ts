import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import type { Db } from '@/server/db/client'

export interface Person {
  id: string
  email: string
  roles?: string[]
  passwordHash?: string
  practice?: boolean
  disabledAt?: Date
}

/** One workspace, and the people in it. */
export async function inOneWorkspace({ prisma }: Db, people: Person[]): Promise<void> {
  await prisma.workspace.create({ data: { id: 'ws_1', slug: 'one', name: 'One' } })
  for (const person of people) await addPerson({ prisma }, person)
}

export async function addPerson(
  { prisma }: Pick<Db, 'prisma'>,
  { roles = ['operator'], ...person }: Person,
): Promise<void> {
  await prisma.user.create({
    data: {
      name: 'Ada',
      ...person,
      memberships: { create: { workspaceId: 'ws_1', roles, ...WHOLE_CLEARANCE } },
    },
  })
}

/** An entry of the record: its leaf as text, and its data. */
export interface Leaf {
  kind: string
  text: string
  data: Record<string, unknown>
}

/** The sessions that were opened or refused so far, oldest first. */
export async function sessionsOnRecord({ prisma }: Db): Promise<Leaf[]> {
  const rows = await prisma.recordEntry.findMany({
    where: { kind: { startsWith: 'session.' } },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ kind, body }) => {
    const text = Buffer.from(body).toString()
    return { kind, text, data: (JSON.parse(text) as { data: Record<string, unknown> }).data }
  })
}
