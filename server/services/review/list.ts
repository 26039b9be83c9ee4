import { principalOf, type Actor } from '@/domain/actor'
import type { ReviewKind, ReviewView } from '@/domain/run/review'
import { permits } from '@/domain/policy/permission'
import { authorize, type Context, type Scope } from '../context'

/** Reviews by due time. `mine`: open ones this caller may decide. */
export async function listReviews(
  ctx: Context,
  { status = 'open', mine = false }: { status?: 'open' | 'decided'; mine?: boolean },
) {
  const scope = await authorize(ctx, 'review.read')
  const { prisma } = scope.db
  const rows = await prisma.review.findMany({
    where: { workspaceId: scope.workspace.id, status },
    orderBy: status === 'open' ? [{ dueAt: 'asc' }, { createdAt: 'asc' }] : [{ decidedAt: 'desc' }],
    take: 500,
  })
  const runs = await prisma.run.findMany({
    where: { id: { in: [...new Set(rows.map(({ runId }) => runId))] } },
    select: { id: true, title: true, startedBy: true, spentMicros: true, versionId: true },
  })
  const versions = await prisma.teamVersion.findMany({
    where: { id: { in: [...new Set(runs.map(({ versionId }) => versionId))] } },
    select: { id: true, editors: true },
  })
  const reviews = rows.map((row) => {
    const view = row.view as unknown as ReviewView
    const run = runs.find(({ id }) => id === row.runId)
    const startedBy = run?.startedBy as unknown as Actor
    const editors = versions.find(({ id }) => id === run?.versionId)?.editors ?? []
    return {
      id: row.id,
      kind: row.kind as ReviewKind,
      question: row.question,
      reason: row.reason,
      risk: row.risk as 'low' | 'medium' | 'high',
      team: view.team.name,
      runId: row.runId,
      title: run?.title ?? '',
      spentMicros: run?.spentMicros ?? 0n,
      dueAt: row.dueAt,
      createdAt: row.createdAt,
      decidedAt: row.decidedAt,
      decidedBy: row.decidedBy as unknown as Actor | null,
      sandbox: view.sandbox,
      mode: view.run.mode,
      effects: view.effects.length,
      /** For a budget review: the cap it asks for. */
      proposedCapMicros: view.budget?.proposedCapMicros ?? null,
      barred: barredBecause(scope, { kind: row.kind, fourEyes: row.fourEyes }, startedBy, editors),
    }
  })
  return mine ? reviews.filter(({ barred }) => !barred) : reviews
}

/** Why this caller may not decide, in a sentence; undefined when they may. */
export function barredBecause(
  scope: Scope,
  review: { kind: string; fourEyes: boolean },
  startedBy: Actor,
  editors: readonly string[],
): string | undefined {
  if (
    !permits(scope.roles, 'review.decide') &&
    !(review.kind === 'budget' && permits(scope.roles, 'budget.edit'))
  ) {
    return 'Deciding needs the role reviewer.'
  }
  if (!review.fourEyes) return undefined
  const me = principalOf(scope.actor)
  if (principalOf(startedBy) === me) return 'You started this run, and this gate asks for four eyes.'
  if (editors.includes(me)) return 'You edited this version of the team, and this gate asks for four eyes.'
  return undefined
}
