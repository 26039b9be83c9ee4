import { actorSchema, type Actor } from '@/domain/actor'
import { CLASSIFICATIONS, type Classification } from '@/domain/policy/classification'
import {
  previewRetention,
  type RetentionDays,
  type RetentionPreview,
} from '@/server/record/erasure/retention'
import { authorize, transact, type Context } from '../context'

export interface Retention {
  rules: { classification: Classification; days: number; updatedBy: Actor; updatedAt: Date }[]
}

/** How long values are kept, by classification, the least sensitive first; one without a rule for ever. */
export async function getRetention(ctx: Context): Promise<Retention> {
  const scope = await authorize(ctx, 'privacy.read')
  const rows = await scope.db.prisma.retentionRule.findMany({ where: { workspaceId: scope.workspace.id } })
  const rules = CLASSIFICATIONS.flatMap((classification) =>
    rows
      .filter((row) => row.classification === classification)
      .map(({ days, updatedBy, updatedAt }) => ({
        ...{ classification, days, updatedAt },
        updatedBy: actorSchema.parse(updatedBy),
      })),
  )
  return { rules }
}

/** Sets all of the rules; what is left out is kept for ever from now on. The next sweep goes by them. */
export async function putRetention(ctx: Context, { days }: { days: RetentionDays }): Promise<void> {
  const scope = await authorize(ctx, 'privacy.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    const before = await tx.retentionRule.findMany({ where: { workspaceId } })
    await tx.retentionRule.deleteMany({ where: { workspaceId } })
    const rules = CLASSIFICATIONS.flatMap((classification) => {
      const kept = days[classification]
      return kept === undefined ? [] : [{ workspaceId, classification, days: kept, updatedBy: scope.actor }]
    })
    await tx.retentionRule.createMany({ data: rules })
    await record({
      kind: 'retention.changed',
      data: {
        before: Object.fromEntries(before.map(({ classification, days }) => [classification, days])),
        days: Object.fromEntries(rules.map(({ classification, days }) => [classification, days])),
      },
    })
  })
}

/** What rules would let go of, were they in force now: a dry run, nothing is changed. */
export async function dryRunRetention(
  ctx: Context,
  { days }: { days: RetentionDays },
): Promise<{ due: RetentionPreview[]; held: number }> {
  const scope = await authorize(ctx, 'privacy.read')
  return previewRetention(scope.db.pool, scope.workspace.id, days)
}
