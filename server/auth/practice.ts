import { ROLES, type Role } from '@/domain/policy/permission'
import type { Db } from '@/server/db/client'
import { env } from '@/server/env'
import { isLoopback } from './loopback'

/** For whoever made the first real account to read its password, which is shown once. */
const LEAVE_MS = 10 * 60_000

/** Whether open sessions of practice accounts are over: some minutes after somebody real has an account. */
export async function practiceOver({ prisma }: Db): Promise<boolean> {
  const createdAt = { lt: new Date(Date.now() - LEAVE_MS) }
  return (await prisma.user.count({ where: { practice: false, createdAt } })) > 0
}

export interface PracticeAccount {
  id: string
  name: string
  roles: Role[]
}

/**
 * The accounts that may be entered without a password: those of the practice workspace, while this server listens on
 * loopback, is asked by a loopback name (so not through a proxy, nor by a rebound name), and nobody real has an account.
 * @param host the request's Host header
 * @param forwarded its X-Forwarded-For: a proxy on this machine may ask by a loopback name for somebody far away
 */
export async function practiceAccounts(
  db: Db,
  host: string | null,
  forwarded: string | null = null,
): Promise<PracticeAccount[]> {
  const name = (host ?? '').replace(/:\d+$/, '')
  if (!isLoopback(env().HOST) || !isLoopback(name)) return []
  if (forwarded?.split(',').some((address) => !isLoopback(address.trim()))) return []
  const published = env().BATON_URL
  if (published && !isLoopback(new URL(published).hostname)) return []
  if ((await db.prisma.user.count({ where: { practice: false } })) > 0) return []
  const users = await db.prisma.user.findMany({
    where: { practice: true, disabledAt: null },
    include: { memberships: { where: { disabledAt: null } } },
    orderBy: { createdAt: 'asc' },
  })
  return users
    .map((user) => ({
      id: user.id,
      name: user.name,
      roles: ROLES.filter((role) => user.memberships.some(({ roles }) => roles.includes(role))),
    }))
    .filter(({ roles }) => roles.length > 0)
}
