import { principalOf, type Actor } from '@/domain/actor'
import type { ReviewKind, ReviewView, Verdict } from '@/domain/run/review'
import { permits } from '@/domain/policy/permission'
import { authorize, type Context, type Scope } from '../context'
import { involvedIn, type Involved } from './four-eyes'
import { mine } from './mine'
import { answered, questions, waitingForBudget } from './same-answer'

const MOST = 500

/** Reviews by due time, one for all steps of a run that wait for one answer. `mine`: only those that wait for this caller. */
export async function listReviews(
  ctx: Context,
  { status = 'open', mine: onlyMine = false }: { status?: 'open' | 'decided'; mine?: boolean },
) {
  const scope = await authorize(ctx, 'review.read')
  const { prisma } = scope.db
  const listed = status === 'open' ? questions : answered
  const rows = await prisma.review.findMany({
    where: {
      workspaceId: scope.workspace.id,
      status,
      id: { in: await listed(scope.db, scope.workspace.id, MOST) },
    },
    orderBy: status === 'open' ? [{ dueAt: 'asc' }, { createdAt: 'asc' }] : [{ decidedAt: 'desc' }],
  })
  const runs = await prisma.run.findMany({
    where: { id: { in: [...new Set(rows.map(({ runId }) => runId))] } },
    select: { id: true, title: true, spentMicros: true },
  })
  const involved = await involvedIn(
    prisma,
    rows.map(({ runId }) => runId),
  )
  const own = await prisma.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM review r JOIN run ON run.id = r.run_id JOIN team_version v ON v.id = run.version_id
     WHERE r.id = ANY(${rows.map(({ id }) => id)}) AND ${mine(scope)}`
  const alike = await waitingForBudget(
    scope.db,
    scope.workspace.id,
    rows.flatMap((row) => (row.status === 'open' && row.budgetId) || []),
  )
  const waits = new Set(own.map(({ id }) => id))
  const reviews = rows.map((row) => {
    const view = row.view as unknown as ReviewView
    const run = runs.find(({ id }) => id === row.runId)
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
      /** Steps that wait for the same answer, with its own; null where no other can. */
      alike: alike.get(row.budgetId ?? '') ?? null,
      /** Whether it waits for this caller; a reviewer may end a run that waits for an admin to raise a budget. */
      mine: waits.has(row.id),
      barred: barredBecause(scope, { kind: row.kind, fourEyes: row.fourEyes }, involved.get(row.runId)),
    }
  })
  return onlyMine ? reviews.filter((review) => review.mine) : reviews
}

/**
 * Why this caller may not decide, or not so, in a sentence; undefined when they may. Of an escalation only the answer by
 * hand takes a second person: to try again or to end the run decides nothing of substance.
 */
export function barredBecause(
  scope: Scope,
  review: { kind: string; fourEyes: boolean },
  involved: Involved | undefined,
  decision?: Verdict['decision'],
): string | undefined {
  if (
    !permits(scope.roles, 'review.decide') &&
    !(review.kind === 'budget' && permits(scope.roles, 'budget.edit'))
  ) {
    return `${review.kind === 'budget' ? 'Raising a budget needs the role admin' : 'Deciding needs the role reviewer'}.`
  }
  const answered = review.kind === 'escalation'
  if (!review.fourEyes || (answered && decision !== 'approve')) return undefined
  const me = principalOf(scope.actor)
  const asks = answered ? 'an answer by hand is for somebody else' : 'this gate asks for four eyes'
  if (!involved) return 'Who had a hand in this run is not known, so nobody may decide it.'
  if (involved.started.includes(me)) return `You started this run, and ${asks}.`
  if (involved.tookUp.includes(me)) return `You took this run up after it was over, and ${asks}.`
  if (involved.editors.includes(me)) return `You edited this version of the team, and ${asks}.`
  return undefined
}
