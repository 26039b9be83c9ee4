import { z } from 'zod'
import { categorySchema, classificationSchema } from '@/domain/policy/classification'
import { BatonError } from '@/domain/problem'
import { RISKS } from '@/domain/effect/risk'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '@/server/services/context'

export const putReviewRuleInput = z
  .object({
    /** Absent: a new one. */
    id: z.string().max(100).optional(),
    teamId: z.string().max(100).nullable(),
    connection: z.string().max(100).nullable(),
    risk: z.enum(RISKS).nullable(),
    fourEyes: z.boolean(),
    clearance: classificationSchema.nullable(),
    categories: z.array(categorySchema),
    groupId: z.string().max(100).nullable(),
  })
  .refine(
    ({ fourEyes, clearance, categories, groupId }) =>
      fourEyes || clearance !== null || categories.length > 0 || groupId !== null,
    { path: ['fourEyes'], message: 'something that it asks for: four eyes, a clearance, or a group' },
  )

/**
 * Says what reviews of a kind ask of whoever decides them, open ones as well.
 * @throws BatonError not_found: the rule, or the team, connection or group that it names
 */
export async function putReviewRule(
  ctx: Context,
  { id: given, ...rule }: z.infer<typeof putReviewRuleInput>,
): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'member.edit')
  const workspaceId = scope.workspace.id
  return transact(scope, async (tx, record) => {
    const [team, connection, group] = await Promise.all([
      rule.teamId === null || tx.team.findFirst({ where: { id: rule.teamId, workspaceId } }),
      rule.connection === null || tx.connection.findFirst({ where: { slug: rule.connection, workspaceId } }),
      rule.groupId === null || tx.peopleGroup.findFirst({ where: { id: rule.groupId, workspaceId } }),
    ])
    if (!team || !connection || !group)
      throw new BatonError(
        'not_found',
        `There is no such ${team ? (connection ? 'group' : 'connection') : 'team'} in this workspace.`,
      )
    const id = given ?? newId('rule')
    const data = { ...rule, categories: [...new Set(rule.categories)] }
    if (given === undefined) await tx.reviewRule.create({ data: { id, workspaceId, ...data } })
    else {
      const { count } = await tx.reviewRule.updateMany({ where: { id, workspaceId }, data })
      if (count === 0) throw new BatonError('not_found', 'There is no such rule in this workspace.')
    }
    await record({
      kind: given === undefined ? 'review_rule.created' : 'review_rule.changed',
      data: { rule: id, ...data },
    })
    return { id }
  })
}

/** @throws BatonError not_found */
export async function removeReviewRule(ctx: Context, { id }: { id: string }): Promise<void> {
  const scope = await authorize(ctx, 'member.edit')
  await transact(scope, async (tx, record) => {
    const { count } = await tx.reviewRule.deleteMany({ where: { id, workspaceId: scope.workspace.id } })
    if (count === 0) throw new BatonError('not_found', 'There is no such rule in this workspace.')
    await record({ kind: 'review_rule.removed', data: { rule: id } })
  })
}
