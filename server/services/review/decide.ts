import type { Actor } from '@/domain/actor'
import { BatonError, brief } from '@/domain/problem'
import { jsonProblem, refuseUnstorable } from '@/domain/storable'
import type { ReviewView, Verdict } from '@/domain/run/review'
import { seenReview } from '@/domain/run/review-sight'
import type { StepResult } from '@/domain/run/step'
import { endpointsIn } from '@/server/connectors/endpoint'
import { ENGINE, stepEntry } from '@/server/engine/commit'
import { tellWorkers } from '@/server/engine/stops'
import { wakeWorkers } from '@/server/engine/wake'
import { isRefused, isReviewClosed, isStale, RunStore, type Commit } from '@/server/engine/store'
import { appendEntries } from '@/server/record/append'
import { letGoOn } from '../budget/let-go-on'
import { authorize, type Context, type Scope } from '../context'
import { versionsOf } from '../run/start'
import { involvedInOne } from './four-eyes'
import { giveLeave } from './give-leave'
import { giveUp } from './give-up'
import { deciderOf, ruled, type Decider } from './decider'
import { barredBecause } from './list'
import { sightIn } from '../sight'
import { approvesUnseen, UNSEEN } from './unseen'
import { raiseBudget } from './raise-budget'
import { verdictCommit } from './verdict-commit'
import { inTransaction } from '@/server/db/transaction'

/**
 * A person's verdict. It binds to the digest of what was shown, is committed with the step it decides, and enqueues
 * the run's continuation in the same transaction: of two verdicts one wins, in the database. Whoever raises a budget
 * answers for all steps that wait for it.
 * @returns with `along`, how many other steps go on with it
 * @throws BatonError not_found · forbidden (role, four eyes) · conflict (decided already; shown something else) ·
 * invalid (an edit that breaks the contract; a reason or instructions missing; a decision that is not open here)
 */
export async function decideReview(ctx: Context, { id, verdict }: { id: string; verdict: Verdict }) {
  const scope = await authorize(ctx, verdict.decision === 'raise' ? 'budget.edit' : 'review.decide')
  const asked = await askedReview(scope, id)
  // What a trial asks is for who tries it: server/services/trial/answer.ts.
  if (!asked || asked.run.trial) throw noReview(id)
  const decider = await deciderOf(scope, scope.workspace.id)
  await refuseBarred(scope, decider, asked.review, verdict.decision)
  const unseen = await refuseUnseen(scope, decider, asked, verdict)
  return decideOn(scope, asked, verdict, { inPlaceOf: decider.inPlaceOf, unseen })
}

export const noReview = (id: string): BatonError =>
  new BatonError('not_found', `There is no review ${brief(id)}.`)

/** A review with its run. */
export async function askedReview({ db, workspace }: Scope, id: string) {
  const review = await db.prisma.review.findFirst({ where: { id, workspaceId: workspace.id } })
  if (!review) return undefined
  return { review, run: await db.prisma.run.findUniqueOrThrow({ where: { id: review.runId } }) }
}

type Asked = NonNullable<Awaited<ReturnType<typeof askedReview>>>

interface Deciders {
  inPlaceOf?: readonly string[]
  /** Places that are not shown to them as they are. */
  unseen?: readonly string[]
}

/** The verdict of somebody who may give it. @throws BatonError as decideReview */
export async function decideOn(
  scope: Scope,
  { review, run }: Asked,
  verdict: Verdict,
  { inPlaceOf = [], unseen = [] }: Deciders = {},
) {
  const { pool, lanes } = scope.db
  const { id } = review
  const version = await versionsOf(scope.db).get(run.versionId)
  const view = review.view as unknown as ReviewView
  refuseUnstorable(jsonProblem(verdict), 'The verdict')
  if (review.status !== 'open') throw await closed(scope, id)
  if (review.digest !== verdict.digest)
    throw new BatonError('conflict', 'This is not what is waiting any more. Look at it again.')
  if ((view.reasonRequired || verdict.decision === 'send_back') && !verdict.reason) {
    throw new BatonError('invalid', 'Say why, in a line.', [
      { pointer: '/reason', message: 'is required here' },
    ])
  }
  const store = new RunStore(lanes)
  const at = await store.read(review.runId, review.branch)
  if (!at) throw await closed(scope, id)

  const commit = await verdictCommit({
    version,
    at,
    review: { id, kind: review.kind, node: review.node },
    view,
    verdict,
    by: scope.actor,
    unseen,
    endpointOf: endpointsIn(scope.db, scope.workspace.id),
  })
  const entry = stepEntry(
    { id: review.runId, teamId: review.teamId, version },
    at,
    'review.decided',
    scope.actor,
    {
      review: id,
      kind: review.kind,
      decision: verdict.decision,
      ...(verdict.decision === 'raise' && !view.budget ? { leave: view.dearer ? 'model' : 'spend' } : {}),
      view: verdict.digest,
      edited: verdict.edit !== undefined,
      ...(inPlaceOf.length > 0 ? { in_place_of: [...inPlaceOf] } : {}),
      ...(commit.state ? { state: { version: commit.state.base + 1, digest: commit.state.digest } } : {}),
      ...(commit.step?.result.settling?.settled ? settledAs(commit.step.result.settling) : {}),
      ...(commit.step?.result.verdict ? { effects: commit.step.result.verdict.effects } : {}),
      ...(commit.outcome ? { outcome: commit.outcome.result } : {}),
    },
    {
      reason: verdict.reason,
      ...(verdict.edit ? { edit: verdict.edit } : {}),
      ...(commit.step?.result.settling ? { settling: commit.step.result.settling } : {}),
    },
  )
  try {
    await inTransaction(pool, async (client) => {
      const entries = [entry]
      if (commit.outcome) {
        const { node, result, status } = commit.outcome
        const run = { id: review.runId, teamId: review.teamId, version }
        entries.push(stepEntry(run, { ...at, node }, 'run.ended', ENGINE, { outcome: result, status }))
      }
      if (verdict.decision === 'raise') {
        const give = view.budget ? raiseBudget : giveLeave
        entries.push(await give(client, scope, { review: id, view, verdict }))
      }
      const commitStep = (decided: Commit) =>
        store.commit(
          { id: review.runId, workspaceId: scope.workspace.id },
          review.branch,
          null,
          [{ commit: decided, entries }],
          client,
        )
      await (commit.outcome?.status === 'failed'
        ? giveUp(
            client,
            {
              ...{
                workspaceId: scope.workspace.id,
                runId: review.runId,
                branch: review.branch,
                path: at.path,
              },
              ...{ by: scope.actor, reason: verdict.reason },
            },
            commit,
            commitStep,
          )
        : commitStep(commit))
    })
  } catch (error) {
    if (isReviewClosed(error) || isRefused(error)) throw await closed(scope, id)
    if (isStale(error))
      throw new BatonError('conflict', 'The run moved on while you decided. Look at it again.')
    throw error
  }
  const along = verdict.decision === 'raise' ? await letGoOn(scope) : 0
  await wakeWorkers(pool)
  // Also inside calls that are under way in lanes beside it, and in the runs that they called.
  if (commit.outcome?.status === 'failed') await tellWorkers(scope.db)
  return { id, runId: review.runId, along }
}

/** Which claim a person let hold, and whose did not; what was claimed is sealed beside it. */
const settledAs = ({ claims, settled }: NonNullable<StepResult['settling']>) => ({
  holds: settled?.by ?? '',
  claims: claims.map(({ by }) => ({ by })),
  losing: (settled?.losing ?? []).map(({ by, why }) => ({ by, why })),
})

async function refuseBarred(
  scope: Scope,
  decider: Decider,
  review: Asked['review'],
  decision: Verdict['decision'],
): Promise<void> {
  const { prisma } = scope.db
  const involved = await involvedInOne(prisma, review.runId)
  const barred = barredBecause(decider, { ...review, ...ruled(review) }, involved, decision)
  if (!barred) return
  await appendEntries(prisma, scope.workspace.id, [
    {
      kind: 'verdict.refused',
      actor: scope.actor,
      run: review.runId,
      data: { review: review.id, because: barred.because },
    },
  ])
  throw new BatonError('forbidden', barred.says)
}

/**
 * Nobody lets happen, vouches for or writes over what they are not cleared to see.
 * @returns the places that are not shown to them: of those an approval says nothing
 */
async function refuseUnseen(
  scope: Scope,
  { standing }: Decider,
  { review, run }: Asked,
  verdict: Verdict,
): Promise<string[]> {
  const vouches = verdict.decision === 'retry' && ruled(review).vouches
  if (verdict.decision !== 'approve' && !vouches) return []
  const sight = await sightIn(scope, standing)
  if (sight.all) return []
  const stored = review.view as unknown as ReviewView
  const { view, hidden } = seenReview(stored, await sight.looks(run), review.node)
  if (hidden.length === 0 || (verdict.edit === undefined && !approvesUnseen(view)))
    return hidden.map(({ path }) => path)
  const data = { review: review.id, because: 'clearance' }
  await appendEntries(scope.db.prisma, scope.workspace.id, [
    { kind: 'verdict.refused', actor: scope.actor, run: review.runId, data },
  ])
  throw new BatonError('forbidden', UNSEEN)
}

async function closed(scope: Scope, id: string): Promise<BatonError> {
  const review = await scope.db.prisma.review.findUnique({ where: { id } })
  if (review?.status === 'decided') {
    const by = (review.decidedBy as unknown as Actor | null)?.name ?? 'somebody'
    return new BatonError('conflict', `${by} has decided this already.`)
  }
  return new BatonError('conflict', 'This review is withdrawn: its run is over.')
}
