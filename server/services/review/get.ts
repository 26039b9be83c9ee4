import type { Actor } from '@/domain/actor'
import type { Contract } from '@/domain/contract/contract'
import { BatonError, brief } from '@/domain/problem'
import { REDACTED } from '@/domain/policy/mask'
import { plan } from '@/domain/run/plan'
import type { ReviewKind, ReviewView, Verdict } from '@/domain/run/review'
import { seenReview, withoutDetails } from '@/domain/run/review-sight'
import { KEPT, withoutValues } from '@/domain/run/run-sight'
import type { DecidedGate, EffectRequest, StepResult } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import type { Db } from '@/server/db/client'
import { storedVersion } from '@/server/engine/versions'
import { authorize, type Context } from '../context'
import { sayAnswered, stopsOver } from '../stop/over-runs'
import { involvedInOne } from './four-eyes'
import { deciderOf, ruled } from './decider'
import { inPlaceOf } from './in-place-of'
import { barredBecause } from './list'
import { sightIn } from '../sight'
import { approvesUnseen, UNSEEN } from './unseen'
import { waitingForBudget } from './same-answer'

/**
 * A review as it is shown, with the contract its draft can be edited by, those of the evidence, what its step tried
 * before, and what was sent back here.
 */
export async function getReview(ctx: Context, { id }: { id: string }) {
  const scope = await authorize(ctx, 'review.read')
  const { prisma } = scope.db
  const review = await prisma.review.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!review) throw new BatonError('not_found', `There is no review ${brief(id)}.`)
  const run = await prisma.run.findUniqueOrThrow({ where: { id: review.runId } })
  const version = await storedVersion(scope.db, run.versionId)
  // Whoever tries a draft answers what it asks; nobody is barred from that.
  const involved = run.trial ? undefined : await involvedInOne(prisma, run.id)
  const bundle = version.bundle as unknown as Bundle
  const decider = await deciderOf(scope, scope.workspace.id)
  const sight = await sightIn(scope, decider.standing)
  const stored = review.view as unknown as ReviewView
  const { view, hidden } = sight.all
    ? { view: stored, hidden: [] }
    : seenReview(stored, await sight.looks(run), review.node)
  const whole = hidden.length === 0
  const contract: Contract | undefined = view.draft?.contract
    ? bundle.contracts[view.draft.contract]
    : undefined
  const visits = await visitsOf(prisma, review)
  const sent = await sentAfter(prisma, review, view)
  const verdict = review.verdict as unknown as Verdict | null
  const bar = (decision?: Verdict['decision']) =>
    run.trial ? undefined : barredBecause(decider, { ...review, ...ruled(review) }, involved, decision)?.says
  const open = review.status === 'open'
  const stop = open ? (await stopsOver(scope.db, [run.id])).get(run.id) : undefined
  return {
    id: review.id,
    kind: review.kind as ReviewKind,
    status: review.status as 'open' | 'decided' | 'withdrawn',
    question: view.question,
    reason: whole || review.kind === 'budget' ? review.reason : '',
    risk: review.risk as 'low' | 'medium' | 'high',
    fourEyes: review.fourEyes,
    digest: review.digest,
    view,
    /** What of its data this caller is not cleared for, and so does not see as it is. */
    hidden,
    contract: contract ?? null,
    slots: slotsOf(bundle, view),
    /** Where a rejection leads; null when it ends the run. */
    rejectLeadsTo: review.kind === 'approval' ? afterReject(bundle, review.node) : null,
    ...(whole ? visits : withoutWords(visits)),
    sent: whole ? sent : sent.map((one) => ({ ...one, request: withoutValues(one.request, KEPT.request) })),
    /** Steps that wait for the same answer, with its own; null where no other can, and once it is decided. */
    alike: await alikeOf(scope.db, review),
    node: {
      id: review.node,
      kind: bundle.nodes[review.node]?.kind ?? 'human',
      name: bundle.nodes[review.node]?.name ?? review.node,
    },
    verdict: whole ? verdict : verdict && withoutValues(verdict, KEPT.verdict),
    decidedBy: review.decidedBy as unknown as Actor | null,
    /** In whose place it was decided, or this caller would decide it; by name. */
    inPlaceOf: await inPlaceOf(scope.db, review, decider),
    dueAt: review.dueAt,
    createdAt: review.createdAt,
    decidedAt: review.decidedAt,
    runId: review.runId,
    /** Where a switch is off: its scope, and in a sentence what becomes of an answer meanwhile. */
    stopped: stop ? { scope: stop.scope, says: sayAnswered(stop) } : null,
    barred: bar() ?? null,
    /** The same for approving and for answers by hand, which may need a second person where the rest does not. */
    approvalBarred: bar('approve') ?? (open && !whole && !run.trial && approvesUnseen(view) ? UNSEEN : null),
    /** Whether the draft is not to be edited, since parts of it are not shown. */
    editBarred: whole ? null : UNSEEN,
  }
}

const withoutWords = ({ attempts, sentBack }: Awaited<ReturnType<typeof visitsOf>>) => ({
  attempts: attempts.map(({ calls, failure, ...attempt }) => ({
    ...attempt,
    calls: withoutValues({ calls }, KEPT.step).calls,
    failure: failure && withoutDetails(failure),
  })),
  sentBack: sentBack.map((visit) => ({ ...visit, reason: REDACTED })),
})

async function alikeOf(
  db: Db,
  { workspaceId, status, budgetId }: { workspaceId: string; status: string; budgetId: string | null },
) {
  if (status !== 'open' || budgetId === null) return null
  return (await waitingForBudget(db, workspaceId, [budgetId])).get(budgetId) ?? null
}

/** What went out after a verdict, as it was sent: with the reviewer's edits, and what came of it. */
async function sentAfter(
  prisma: Db['prisma'],
  { runId, decidedAt }: { runId: string; decidedAt: Date | null },
  view: ReviewView,
) {
  if (!decidedAt || view.effects.length === 0) return []
  const rows = await prisma.effect.findMany({
    where: { runId, node: { in: view.effects.map(({ node }) => node) }, intendedAt: { gte: decidedAt } },
    orderBy: { intendedAt: 'asc' },
  })
  return rows.map(({ request, status, settledAt }) => ({
    request: request as unknown as EffectRequest,
    status: status as 'intended' | 'done' | 'failed' | 'unknown' | 'simulated',
    settledAt,
  }))
}

/** By slot of the evidence: what people call it, and the contract that classifies its fields. */
function slotsOf(
  bundle: Bundle,
  view: ReviewView,
): Record<string, { name: string; contract: Contract | null }> {
  return Object.fromEntries(
    [...Object.keys(view.evidence), ...(view.draft ? [view.draft.slot] : [])].map((slot) => {
      const node = bundle.nodes[slot]
      const ref = node && 'produces' in node ? node.produces : undefined
      return [slot, { name: node?.name ?? slot, contract: (ref ? bundle.contracts[ref] : undefined) ?? null }]
    }),
  )
}

function afterReject(bundle: Bundle, node: string): string | null {
  const planned = plan(bundle, [], { node, port: 'rejected' })
  const next = planned.kind === 'go' ? bundle.nodes[planned.next.node] : undefined
  return next && next.kind !== 'end' ? next.name : null
}

/** Failed attempts of the visit under review, and earlier visits that a person sent back. */
async function visitsOf(
  prisma: Db['prisma'],
  { runId, node, iteration }: { runId: string; node: string; iteration: number },
) {
  const steps = await prisma.step.findMany({
    where: { runId, node },
    orderBy: [{ endedAt: 'asc' }, { attempt: 'asc' }],
  })
  const results = steps.map((step) => ({ ...step, result: step.result as unknown as StepResult }))
  return {
    attempts: results
      .filter((step) => step.iteration === iteration && step.status === 'failed')
      .map(({ attempt, startedAt, endedAt, costMicros, result }) => ({
        attempt,
        startedAt,
        endedAt,
        costMicros,
        failure: result.failure ?? null,
        calls: result.calls ?? [],
      })),
    sentBack: results.flatMap(({ iteration: visit, endedAt, result, port }) => {
      const verdict: DecidedGate | undefined = result.verdict
      return port === 'sent_back' && verdict
        ? [{ visit, at: endedAt, by: verdict.by, reason: verdict.reason }]
        : []
    }),
  }
}
