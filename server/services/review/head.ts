import type { ReviewView } from '@/domain/run/review'
import { seenReview } from '@/domain/run/review-sight'
import type { Db } from '@/server/db/client'
import type { Sight } from '../sight'

/** What lists show of a review. */
export interface ReviewHead {
  question: string
  /** Empty where it may quote what is not shown. */
  reason: string
  /** Of its run. */
  title: string
}

interface Row {
  kind: string
  node: string
  question: string
  reason: string
  view: unknown
}

/** @param run of which it is @param sight of the caller */
export async function seenHead(
  { kind, node, question, reason, view: stored }: Row,
  run: { id: string; title: string; teamId: string; versionId: string },
  sight: Sight,
): Promise<ReviewHead> {
  if (sight.all) return { question, reason, title: run.title }
  const { view, hidden } = seenReview(stored as ReviewView, await sight.looks(run), node)
  return {
    question: view.question,
    // A budget's is about money.
    reason: hidden.length === 0 || kind === 'budget' ? reason : '',
    title: view.run.title,
  }
}

/** The same of reviews that are known by their ids. */
export async function seenHeads(
  { prisma }: Db,
  ids: readonly string[],
  sight: Sight,
): Promise<ReadonlyMap<string, ReviewHead>> {
  const rows = await prisma.review.findMany({ where: { id: { in: [...ids] } } })
  const runs = await prisma.run.findMany({
    where: { id: { in: rows.map(({ runId }) => runId) } },
    select: { id: true, title: true, teamId: true, versionId: true },
  })
  const heads = new Map<string, ReviewHead>()
  for (const row of rows) {
    const run = runs.find(({ id }) => id === row.runId)
    if (run) heads.set(row.id, await seenHead(row, run, sight))
  }
  return heads
}
