import { principalOf, type Actor } from '@/domain/actor'
import {
  CATEGORIES,
  CLASSIFICATIONS,
  type Category,
  type Classification,
} from '@/domain/policy/classification'
import type { Tx } from '@/server/db/client'

/** What somebody is cleared for, and the groups they are in. */
export interface Standing {
  clearance: Classification
  categories: Category[]
  groups: { id: string; name: string }[]
}

const WHOLE: Standing = { clearance: 'restricted', categories: [...CATEGORIES], groups: [] }
const NONE: Standing = { clearance: 'public', categories: [], groups: [] }

/**
 * A member's own clearance with what their groups add; a token's is that of the person behind it. Who is no member is
 * cleared for nothing. Baton's own parts, and tokens made at its command line, stand for whoever runs it.
 */
export async function standingOf(
  { prisma }: { prisma: Tx },
  workspaceId: string,
  actor: Actor,
): Promise<Standing> {
  if (actor.kind === 'system' || (actor.kind === 'token' && !actor.for)) return WHOLE
  const userId = principalOf(actor)
  const [membership, rows] = await Promise.all([
    prisma.membership.findUnique({
      where: { workspaceId_userId: { workspaceId, userId }, disabledAt: null },
      select: { clearance: true, categories: true },
    }),
    prisma.groupMember.findMany({ where: { workspaceId, userId }, include: { group: true } }),
  ])
  if (!membership) return NONE
  return joined(
    membership,
    rows.map(({ group }) => group),
  )
}

/** The highest clearance and all categories of what is held together. */
function joined(
  own: { clearance: string; categories: readonly string[] },
  groups: readonly { id: string; name: string; clearance: string; categories: readonly string[] }[],
): Standing {
  const held = [own, ...groups]
  const highest = Math.max(
    ...held.map(({ clearance }) => CLASSIFICATIONS.indexOf(clearance as Classification)),
  )
  return {
    clearance: CLASSIFICATIONS[Math.max(0, highest)] ?? 'public',
    categories: CATEGORIES.filter((category) => held.some(({ categories }) => categories.includes(category))),
    groups: groups.map(({ id, name }) => ({ id, name })),
  }
}
