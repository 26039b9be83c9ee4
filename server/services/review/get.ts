import type { Actor } from '@/domain/actor'
import type { Contract } from '@/domain/contract/contract'
import { BatonError } from '@/domain/problem'
import type { ReviewKind, ReviewView, Verdict } from '@/domain/run/review'
import type { Bundle } from '@/domain/team/bundle'
import { authorize, type Context } from '../context'
import { barredBecause } from './list'

/** A review as it is shown, with the contract its draft can be edited by. */
export async function getReview(ctx: Context, { id }: { id: string }) {
  const scope = await authorize(ctx, 'review.read')
  const { prisma } = scope.db
  const review = await prisma.review.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!review) throw new BatonError('not_found', `There is no review ${id}.`)
  const run = await prisma.run.findUniqueOrThrow({ where: { id: review.runId } })
  const version = await prisma.teamVersion.findUniqueOrThrow({ where: { id: run.versionId } })
  const bundle = version.bundle as unknown as Bundle
  const view = review.view as unknown as ReviewView
  const contract: Contract | undefined = view.draft?.contract
    ? bundle.contracts[view.draft.contract]
    : undefined
  return {
    id: review.id,
    kind: review.kind as ReviewKind,
    status: review.status as 'open' | 'decided' | 'withdrawn',
    question: review.question,
    reason: review.reason,
    risk: review.risk as 'low' | 'medium' | 'high',
    fourEyes: review.fourEyes,
    digest: review.digest,
    view,
    contract: contract ?? null,
    node: {
      id: review.node,
      kind: bundle.nodes[review.node]?.kind ?? 'human',
      name: bundle.nodes[review.node]?.name ?? review.node,
    },
    verdict: review.verdict as unknown as Verdict | null,
    decidedBy: review.decidedBy as unknown as Actor | null,
    dueAt: review.dueAt,
    createdAt: review.createdAt,
    decidedAt: review.decidedAt,
    runId: review.runId,
    barred: barredBecause(scope, review, run.startedBy as unknown as Actor, version.editors) ?? null,
  }
}
