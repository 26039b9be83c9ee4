import type { Category, Classification } from '@/domain/policy/classification'
import type { Risk } from '@/domain/effect/risk'
import type { ReviewRule } from '@/domain/run/review-rule'
import type { Db } from '@/server/db/client'
import { authorize, type Context } from '@/server/services/context'

export interface ListedReviewRule extends ReviewRule {
  /** By its name; null where the rule is for all teams. */
  team: string | null
}

/** What reviews ask of whoever decides them, with the names that the rules are made of. */
export async function listReviewRules(ctx: Context): Promise<ListedReviewRule[]> {
  const { db, workspace } = await authorize(ctx, 'member.read')
  const rules = await reviewRulesOf(db, workspace.id)
  const teams = await db.prisma.team.findMany({
    where: { id: { in: rules.flatMap(({ teamId }) => teamId ?? []) } },
    select: { id: true, name: true },
  })
  return rules.map((rule) => ({ ...rule, team: teams.find(({ id }) => id === rule.teamId)?.name ?? null }))
}

/** Called by services that have asked. */
export async function reviewRulesOf({ prisma }: Db, workspaceId: string): Promise<ReviewRule[]> {
  const [rows, groups] = await Promise.all([
    prisma.reviewRule.findMany({ where: { workspaceId }, orderBy: { createdAt: 'asc' } }),
    prisma.peopleGroup.findMany({ where: { workspaceId }, select: { id: true, name: true } }),
  ])
  return rows.map(({ id, teamId, connection, risk, fourEyes, clearance, categories, groupId }) => ({
    ...{ id, teamId, connection, fourEyes },
    risk: risk as Risk | null,
    clearance: clearance as Classification | null,
    categories: categories as Category[],
    group: groups.find((group) => group.id === groupId) ?? null,
  }))
}
