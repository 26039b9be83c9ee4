import type { Actor } from '@/domain/actor'
import { permits, type Permission } from '@/domain/policy/permission'
import type { ReviewRule, RuledReview } from '@/domain/run/review-rule'
import type { ReviewView } from '@/domain/run/review'
import { reviewRulesOf } from '../review-rule/list'
import type { Authorized } from '../context'
import { standingOf, type Standing } from '../standing'

/** Somebody before reviews: what they may, what they are cleared for, and what the workspace's rules ask. */
export interface Decider {
  actor: Actor
  may: (permission: Permission) => boolean
  standing: Standing
  rules: readonly ReviewRule[]
  /** Whose place they decide in; empty for who decides in their own right. */
  inPlaceOf: readonly string[]
}

/** Standing in for somebody brings their groups along, and not their clearance. */
export async function deciderOf(
  { db, actor, roles, grants = [], may }: Pick<Authorized, 'db' | 'actor' | 'roles' | 'grants' | 'may'>,
  workspaceId: string,
): Promise<Decider> {
  const inPlaceOf = permits(roles, 'review.decide')
    ? []
    : grants.flatMap(({ permission, from }) => (permission === 'review.decide' && from ? [from] : []))
  const [own, rules, lent] = await Promise.all([
    standingOf(db, workspaceId, actor),
    reviewRulesOf(db, workspaceId),
    inPlaceOf.length === 0
      ? []
      : db.prisma.groupMember.findMany({
          where: { workspaceId, userId: { in: [...inPlaceOf] } },
          select: { group: { select: { id: true, name: true } } },
        }),
  ])
  const standing = { ...own, groups: [...own.groups, ...lent.map(({ group }) => group)] }
  return { actor, may, standing, rules, inPlaceOf }
}

/**
 * A review as rules know it, and what trying again is, beside that: to vouch for words that nobody has checked, which lets
 * them out; or to send once more what may have arrived.
 */
export const ruled = (review: {
  teamId: string
  risk: string
  view: unknown
}): RuledReview & { vouches: boolean; repeats: boolean } => ({
  vouches: (review.view as ReviewView).failure?.code === 'untrusted',
  repeats: (review.view as ReviewView).failure?.code === 'outcome_unknown',
  teamId: review.teamId,
  risk: review.risk as RuledReview['risk'],
  connections: (review.view as ReviewView).effects.map(({ connection }) => connection),
})
