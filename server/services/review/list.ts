import { principalOf, type Actor } from '@/domain/actor'
import type { ReviewKind, ReviewView, Verdict } from '@/domain/run/review'
import { demandsOf, unmet, type RuledReview } from '@/domain/run/review-rule'
import { authorize, type Context } from '../context'
import { deciderOf, ruled, type Decider } from './decider'
import { involvedIn, type Involved } from './four-eyes'
import { seenHead } from './head'
import { mine } from './mine'
import { sightIn } from '../sight'
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
  const decider = await deciderOf(scope, scope.workspace.id)
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
    select: { id: true, title: true, spentMicros: true, teamId: true, versionId: true },
  })
  const involved = await involvedIn(
    prisma,
    rows.map(({ runId }) => runId),
  )
  const own = await prisma.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM review r JOIN run ON run.id = r.run_id JOIN team_version v ON v.id = run.version_id
     WHERE r.id = ANY(${rows.map(({ id }) => id)}) AND ${mine(decider)}`
  const alike = await waitingForBudget(
    scope.db,
    scope.workspace.id,
    rows.flatMap((row) => (row.status === 'open' && row.budgetId) || []),
  )
  const sight = await sightIn(scope, decider.standing)
  const waits = new Set(own.map(({ id }) => id))
  const heads = await Promise.all(
    rows.map(async (row) => {
      const run = runs.find(({ id }) => id === row.runId)
      return run && (await seenHead(row, run, sight))
    }),
  )
  const reviews = rows.map((row, i) => {
    const view = row.view as unknown as ReviewView
    const run = runs.find(({ id }) => id === row.runId)
    const { question, reason, title } = heads[i] ?? { question: '', reason: '', title: '' }
    return {
      id: row.id,
      kind: row.kind as ReviewKind,
      question,
      reason,
      risk: row.risk as 'low' | 'medium' | 'high',
      team: view.team.name,
      runId: row.runId,
      title,
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
      barred: barredBecause(decider, { ...row, ...ruled(row) }, involved.get(row.runId))?.says,
    }
  })
  return onlyMine ? reviews.filter((review) => review.mine) : reviews
}

/** Why somebody may not decide: in a word for the record, and in a sentence for them. */
export interface Bar {
  because: 'role' | 'clearance' | 'four_eyes'
  says: string
}

/**
 * Why this caller may not decide, or not so; undefined when they may. Of an escalation only the answer by hand takes a
 * second person, and trying again where that lets out what was refused or may send it twice: else it decides nothing of
 * substance.
 */
export function barredBecause(
  decider: Decider,
  review: { kind: string; fourEyes: boolean; vouches: boolean; repeats: boolean } & RuledReview,
  involved: Involved | undefined,
  decision?: Verdict['decision'],
): Bar | undefined {
  const { may } = decider
  const isBudget = review.kind === 'budget'
  if (!may('review.decide') && !(isBudget && may('budget.edit'))) {
    const says = `${isBudget ? 'Raising a budget needs the role admin' : 'Deciding needs the role reviewer'}.`
    return { because: 'role', says }
  }
  const demands = isBudget ? undefined : demandsOf(decider.rules, review)
  const lacks = demands && unmet(demands, decider.standing)
  if (lacks !== undefined) return { because: 'clearance', says: lacks }
  const answered = review.kind === 'escalation'
  const substance = decision === 'approve' || (decision === 'retry' && (review.vouches || review.repeats))
  if (!(review.fourEyes || demands?.fourEyes) || (answered && !substance)) return undefined
  const asks = answered
    ? `${substanceOf(review, decision)} is for somebody else`
    : review.fourEyes
      ? 'this gate asks for four eyes'
      : 'a rule for reviews asks for four eyes'
  const says = handIn(decider, involved, asks)
  return says === undefined ? undefined : { because: 'four_eyes', says }
}

const substanceOf = (
  { vouches, repeats }: { vouches: boolean; repeats: boolean },
  decision?: string,
): string =>
  vouches
    ? 'to let out what nobody has checked'
    : repeats && decision === 'retry'
      ? 'to send again what may have arrived'
      : 'an answer by hand'

/** The hand somebody had in a run, or all those in whose place they decide. */
function handIn(
  { actor, inPlaceOf }: Decider,
  involved: Involved | undefined,
  asks: string,
): string | undefined {
  if (!involved) return 'Who had a hand in this run is not known, so nobody may decide it.'
  const me = principalOf(actor)
  if (involved.started.includes(me)) return `You started this run, and ${asks}.`
  if (involved.tookUp.includes(me)) return `You took this run up after it was over, and ${asks}.`
  if (involved.editors.includes(me)) return `You edited this version of the team, and ${asks}.`
  const hands = [...involved.started, ...involved.tookUp, ...involved.editors]
  if (inPlaceOf.length > 0 && inPlaceOf.every((from) => hands.includes(from)))
    return `Whoever you decide for had a hand in this run, and ${asks}.`
  return undefined
}
