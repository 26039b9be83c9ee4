import { BatonError, brief } from '@/domain/problem'
import type { EffectRequest } from '@/domain/run/step'
import type { ReviewView } from '@/domain/run/review'
import type { Bundle } from '@/domain/team/bundle'
import { ConnectorError } from '@/server/connectors/http'
import { endpointsIn } from '@/server/connectors/endpoint'
import { dryRun } from '@/server/connectors/dry-run'
import type { ExactRequest } from '@/server/connectors/exact-request'
import { messageOf } from '@/server/engine/called-operation'
import { effectKey } from '@/server/engine/effect-request'
import { RunStore } from '@/server/engine/store'
import { authorize, type Context, type Scope } from '../context'
import { checkEdit, effectsAfter } from '../review/edited-draft'
import { versionsOf } from '../run/start'
import { refuseUnseenRun } from '../sight'

/** An effect's request as it goes out, and what it does in a sentence. Nothing is sent. */
export interface DryRun extends ExactRequest {
  node: string
  summary: string
}

/** The exact request of an effect that a run meant, sent or simulated. @throws BatonError not_found · invalid */
export async function exactEffect(ctx: Context, { id }: { id: string }): Promise<DryRun> {
  const scope = await authorize(ctx, 'run.read')
  const effect = await scope.db.prisma.effect.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!effect) throw new BatonError('not_found', `There is no effect ${brief(id)}.`)
  await refuseUnseenRun(scope, effect.runId)
  const run = await scope.db.prisma.run.findUniqueOrThrow({ where: { id: effect.runId } })
  const { bundle } = await versionsOf(scope.db).get(run.versionId)
  return exact(scope, bundle, effect.request as unknown as EffectRequest, effect.key)
}

/**
 * What approving a review would send, request by request, with its draft as it stands or as edited.
 * @throws BatonError not_found · conflict (it is closed, or the run moved on) · invalid (the draft breaks its contract)
 */
export async function exactReview(
  ctx: Context,
  { id, edit }: { id: string; edit?: Record<string, unknown> | undefined },
): Promise<DryRun[]> {
  const scope = await authorize(ctx, 'review.read')
  const { db, workspace } = scope
  const review = await db.prisma.review.findFirst({ where: { id, workspaceId: workspace.id } })
  if (!review) throw new BatonError('not_found', `There is no review ${brief(id)}.`)
  await refuseUnseenRun(scope, review.runId)
  const at = await new RunStore(db.lanes).read(review.runId, review.branch)
  if (!at || review.status !== 'open') throw new BatonError('conflict', 'This review is closed.')
  const view = review.view as unknown as ReviewView
  const version = await versionsOf(db).get(at.versionId)
  const effects = edit
    ? await effectsAfter(
        { version, at, view, endpointOf: endpointsIn(db, workspace.id) },
        review.node,
        checkEdit(version, view, edit),
      )
    : view.effects
  const visits = (node: string): number =>
    new Set(at.steps.filter((step) => step.node === node).map(({ iteration }) => iteration)).size
  return Promise.all(
    effects.map((request) => {
      const iteration = request.node === at.node ? at.iteration : visits(request.node)
      return exact(scope, version.bundle, request, effectKey(review.runId, request.node, iteration))
    }),
  )
}

/** @throws BatonError invalid where the request cannot be made over this connection, or that leads elsewhere by now */
export async function exact(
  { db, workspace }: Pick<Scope, 'db' | 'workspace'>,
  bundle: Bundle,
  request: EffectRequest,
  idempotencyKey: string,
): Promise<DryRun> {
  const { node, summary, connection, endpoint } = request
  try {
    const message = messageOf(bundle, request, idempotencyKey)
    const made = await dryRun(db, workspace.id, connection, message, endpoint)
    return { node, summary, ...made }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    throw new BatonError('invalid', error.message)
  }
}
