import { system } from '@/domain/actor'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import { generatePassword, hashPassword } from '@/server/auth/password'
import type { Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { appendEntries } from '@/server/record/append'

const EMAIL = 'admin@baton.example'
const ROLES = ['admin', 'operator']

/**
 * The first real account, where practice accounts may not be offered: made once, while nobody real has one.
 * @returns e-mail address and password, which is stored nowhere; undefined when somebody is there already
 */
export async function ensureFirstAdmin(
  { prisma }: Db,
  workspaceId: string,
): Promise<{ email: string; password: string } | undefined> {
  if ((await prisma.user.count({ where: { practice: false } })) > 0) return undefined
  const password = generatePassword()
  const passwordHash = await hashPassword(password)
  await prisma.$transaction(async (tx) => {
    const id = newId('usr')
    await tx.user.create({ data: { id, email: EMAIL, name: 'First admin', passwordHash } })
    await tx.membership.create({ data: { workspaceId, userId: id, roles: ROLES, ...WHOLE_CLEARANCE } })
    await appendEntries(tx, workspaceId, [
      {
        kind: 'member.added',
        actor: system('seed'),
        data: { member: id, roles: ROLES, newAccount: true },
        sealed: { name: 'First admin', email: EMAIL },
      },
    ])
  })
  return { email: EMAIL, password }
}
